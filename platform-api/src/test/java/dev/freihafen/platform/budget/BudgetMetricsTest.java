package dev.freihafen.platform.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.identity.TeamKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetMetricsTest {
    private static final TeamKey FRAUD = new TeamKey("fraud", "uid-fraud");
    private static final TeamKey ROUTING = new TeamKey("routing", "uid-routing");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BudgetMetrics metrics = new BudgetMetrics(registry);

    @Test
    void whatIsLeftIsBelowZeroWhereMoreWasSpent() {
        metrics.left(budget(FRAUD, "EUR"), spend("30"));
        assertThat(measured()).containsExactly("fraud EUR 70.0");
        metrics.left(budget(FRAUD, "EUR"), spend("130"));
        assertThat(measured()).containsExactly("fraud EUR -30.0");
    }

    @Test
    void aTeamThatIsGoneIsNotMeasuredAnyMore() {
        metrics.left(budget(FRAUD, "EUR"), spend("30"));
        metrics.left(budget(ROUTING, "EUR"), spend("40"));
        metrics.keep(Set.of(ROUTING));
        assertThat(measured()).containsExactly("routing EUR 60.0");
    }

    @Test
    void aBudgetInAnotherCurrencyTakesThePlaceOfTheOneBefore() {
        metrics.left(budget(FRAUD, "EUR"), spend("30"));
        metrics.left(budget(FRAUD, "USD"), spend("30"));
        assertThat(measured()).containsExactly("fraud USD 70.0");
    }

    private List<String> measured() {
        Collection<Gauge> gauges = registry.find("freihafen.budget.left").gauges();
        return gauges.stream()
                .map(gauge ->
                        gauge.getId().getTag("team") + " " + gauge.getId().getTag("currency") + " " + gauge.value())
                .toList();
    }

    private static Budget budget(TeamKey team, String currency) {
        return new Budget(
                team,
                YearMonth.of(2026, 9),
                new BigDecimal("100"),
                Currency.getInstance(currency),
                List.of(100),
                false,
                Budget.OnExceeded.Warn,
                null,
                List.of(),
                "finance",
                Instant.EPOCH);
    }

    private static Spend spend(String charged) {
        return new Spend(
                new BigDecimal(charged),
                Currency.getInstance("EUR"),
                BigDecimal.ZERO,
                Instant.EPOCH,
                Map.of(),
                List.of());
    }
}
