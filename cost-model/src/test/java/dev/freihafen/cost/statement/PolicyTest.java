package dev.freihafen.cost.statement;

import static dev.freihafen.cost.statement.Months.EUR;
import static dev.freihafen.cost.statement.Months.SEPTEMBER;
import static dev.freihafen.cost.statement.Months.USD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a month's terms are made of, and what is refused of it. */
class PolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"Central", "Even", "ProRata", "Owners:a=50,b=0.5"})
    void anIdlePolicyIsReadAsItIsWritten(String text) {
        assertThat(IdlePolicy.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Central", "Even", "ProRata", "Weights:a=50,b=0.5"})
    void aSharedPolicyIsReadAsItIsWritten(String text) {
        assertThat(SharedPolicy.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            central | 'central' is not one of Central, Even, ProRata, Owners:team-a=50,team-b=30
            Weights:a=1 | 'Weights:a=1' is not one of Central, Even, ProRata, Owners:team-a=50,team-b=30
            Owners: | '' is not a team and its weight, such as team-a=50
            Owners:a | 'a' is not a team and its weight, such as team-a=50
            Owners:a=1, | '' is not a team and its weight, such as team-a=50
            Owners:a=1e3 | 'a=1e3' is not a team and its weight, such as team-a=50
            Owners:a=-1 | 'a=-1' is not a team and its weight, such as team-a=50
            Owners:a=0 | the weight of a is not greater than 0; leave the team out
            Owners:a=1,a=2 | names the team 'a' twice
            """)
    void aMalformedPolicyIsRefused(String text, String reason) {
        assertThatThrownBy(() -> IdlePolicy.parse(text))
                .isInstanceOf(InvalidFact.class)
                .hasMessage("idle: " + reason);
    }

    @Test
    void teamsOfAPolicyAreDnsLabels() {
        assertThatThrownBy(() -> SharedPolicy.parse("Weights:Team A=1"))
                .hasMessageStartingWith("shared: 'Team A' is not a DNS label");
        assertThatThrownBy(() -> new SharedPolicy.Weights(Map.of())).hasMessageStartingWith("shared: names no team");
    }

    @Test
    void aMonthIsAYearAndAMonth() {
        assertThat(Month.parse("2026-09", ZoneOffset.UTC)).isEqualTo(SEPTEMBER);
        for (String wrong : List.of("2026-9", "2026-13", "26-09", "2026-09-01", "")) {
            assertThatThrownBy(() -> Month.parse(wrong, ZoneOffset.UTC))
                    .hasMessage("month: '" + wrong + "' is not a month such as 2026-09");
        }
    }

    @Test
    void anExchangeRateIsPositiveAndBetweenTwoCurrencies() {
        assertThatThrownBy(() -> new ExchangeRate(SEPTEMBER.month(), EUR, EUR, BigDecimal.ONE))
                .hasMessage("quote: is EUR as the base is; a rate needs two currencies");
        assertThatThrownBy(() -> new ExchangeRate(SEPTEMBER.month(), EUR, USD, BigDecimal.ZERO))
                .hasMessage("rate: 0 is not greater than 0");
        ExchangeRate rate = new ExchangeRate(SEPTEMBER.month(), EUR, USD, BigDecimal.ONE);
        ExchangeRate other = new ExchangeRate(SEPTEMBER.month(), EUR, USD, BigDecimal.TEN);
        assertThatThrownBy(() -> new ExchangeRates(List.of(rate, other)))
                .hasMessage("rate: is the second from USD to EUR for 2026-09; a month has one frozen rate");
    }

    @Test
    void aPoolIsInACurrencyThatCanBeRounded() {
        assertThatThrownBy(() -> new Pool("local", BigDecimal.ONE, Currency.getInstance("XAU"), ""))
                .hasMessage("currency: XAU has no minor unit; money cannot be rounded in it");
        assertThatThrownBy(() -> new Pool("local", new BigDecimal("1e40"), EUR, ""))
                .hasMessage("amount: has an exponent or more than 30 digits");
    }
}
