package dev.freihafen.cost.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnPremServerTest {

    private static final int SEPTEMBER = 720;

    @Test
    void anHourIsWriteOffAndEnergyAndYearlyCosts() {
        OnPremServer server = OnPremServer.fromText(fields());

        // 259,200 / (60 x 720) = 6.00; 10.2 x 0.7 x 1.4 x 0.25 = 2.499; (8,760 + 4,380 + 13,140 + 1,752) / 8,760 = 3.2
        assertThat(server.perHour(SEPTEMBER)).isEqualTo(Fraction.of(new BigDecimal("11.699")));
        // 11.699 / (8 x 0.7)
        assertThat(server.perAcceleratorHour(SEPTEMBER)).isEqualTo(Fraction.of(11_699, 5_600));
    }

    @Test
    void aLongerMonthHasACheaperHourForTheSameMonthlyWriteOff() {
        OnPremServer server = OnPremServer.fromText(fields());
        Fraction difference = server.perHour(SEPTEMBER).minus(server.perHour(744));

        // 4,320 a month, over 720 or over 744 hours
        assertThat(difference).isEqualTo(Fraction.of(6, 1).minus(Fraction.of(4_320, 744)));
    }

    @Test
    void theTableHasThreeLivesByFiveUtilisations() {
        OnPremServer server = OnPremServer.fromText(fields());

        assertThat(Sensitivity.of(server, SEPTEMBER))
                .hasSize(15)
                // own life and utilisation: the rate itself
                .contains(new Sensitivity(
                        5, 70, server.perAcceleratorHour(SEPTEMBER).decimal(4)))
                // (10 + 5.699) / (8 x 0.5); (5 + 5.699) / (8 x 0.9)
                .startsWith(new Sensitivity(3, 50, new BigDecimal("3.9248")))
                .endsWith(new Sensitivity(6, 90, new BigDecimal("1.4860")));
    }

    @ParameterizedTest
    @CsvSource({
        "model, ''",
        "currency, EURO",
        "capex, -1",
        "capex, 1e6",
        "lifeMonths, 0",
        "lifeMonths, 241",
        "lifeMonths, 5 years",
        "load, 0",
        "load, 1.01",
        "pue, 0.99",
        "pue, 5.1",
        "pricePerKwh, cheap",
        "accelerators, 0",
        "accelerators, 65",
        "targetUtilisation, 0",
        "targetUtilisation, 70",
    })
    void aFieldOutOfRangeIsRefused(String field, String text) {
        Map<String, String> fields = fields();
        fields.put(field, text);

        assertThatThrownBy(() -> OnPremServer.fromText(fields)).isInstanceOf(InvalidFact.class);
    }

    private static Map<String, String> fields() {
        return new HashMap<>(Map.ofEntries(
                Map.entry("model", "H100"),
                Map.entry("currency", "EUR"),
                Map.entry("capex", "259200"),
                Map.entry("lifeMonths", "60"),
                Map.entry("kilowatts", "10.2"),
                Map.entry("load", "0.7"),
                Map.entry("pue", "1.4"),
                Map.entry("pricePerKwh", "0.25"),
                Map.entry("maintenancePerYear", "8760"),
                Map.entry("rackPerYear", "4380"),
                Map.entry("staffPerYear", "13140"),
                Map.entry("networkPerYear", "1752"),
                Map.entry("accelerators", "8"),
                Map.entry("targetUtilisation", "0.7")));
    }
}
