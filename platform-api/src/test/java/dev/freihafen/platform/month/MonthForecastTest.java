package dev.freihafen.platform.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonthForecastTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant THIRD = Instant.parse("2026-09-11T00:00:00Z");

    @Test
    void whatGrowsWithTimeGoesOnAsItHasSoFar() {
        Statement statement = statement(line(Kind.USAGE, 10_000L), line(Kind.IDLE, 5_000L));

        assertThat(MonthForecast.of(statement, true, Set.of(), THIRD)).containsEntry(EUR, BigInteger.valueOf(45_000));
    }

    @Test
    void whatFinanceEnteredStandsForAllTeamsTogether() {
        Statement statement = statement(line(Kind.USAGE, 10_000L), line(Kind.IDLE, 5_000L));

        assertThat(MonthForecast.of(statement, true, Set.of("local"), THIRD))
                .containsEntry(EUR, BigInteger.valueOf(15_000));
    }

    @Test
    void ofATeamTheUsageGrowsAndItsShareOfAnInvoicedClustersIdleDoesNot() {
        Statement statement = statement(line(Kind.USAGE, 10_000L), line(Kind.IDLE, 5_000L));

        assertThat(MonthForecast.of(statement, false, Set.of("local"), THIRD))
                .containsEntry(EUR, BigInteger.valueOf(35_000));
    }

    @Test
    void correctionsOfClosedMonthsComeOnce() {
        Statement statement = statement(line(Kind.USAGE, 10_000L), line(Kind.CORRECTION, -9_200L));

        assertThat(MonthForecast.of(statement, true, Set.of(), THIRD)).containsEntry(EUR, BigInteger.valueOf(20_800));
    }

    @Test
    void aMonthThatIsOverComesToWhatItCost() {
        assertThat(MonthForecast.of(
                        statement(line(Kind.USAGE, 10_000L)), true, Set.of(), Instant.parse("2026-10-05T00:00:00Z")))
                .containsEntry(EUR, BigInteger.valueOf(10_000));
    }

    @Test
    void nothingIsForecastBeforeTheMonthOrWhileUsageHasNoPrice() {
        assertThat(MonthForecast.of(
                        statement(line(Kind.USAGE, 1L)), true, Set.of(), Instant.parse("2026-09-01T00:00:00Z")))
                .isEmpty();
        assertThat(MonthForecast.of(statement(line(Kind.USAGE, 1L), line(Kind.UNPRICED, null)), true, Set.of(), THIRD))
                .isEmpty();
    }

    private static Statement statement(StatementLine... lines) {
        return new Statement(new Month(YearMonth.of(2026, 9), ZoneOffset.UTC), List.of(lines), List.of(), List.of());
    }

    private static StatementLine line(Kind kind, @Nullable Long cents) {
        return new StatementLine(
                "local",
                "fraud",
                "",
                "",
                "",
                "",
                "",
                "",
                null,
                "",
                cents == null ? null : BigInteger.valueOf(cents),
                cents == null ? null : EUR,
                "",
                null,
                kind,
                "");
    }
}
