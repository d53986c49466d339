package dev.freihafen.platform.budget;

import dev.freihafen.platform.identity.TeamKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is left of budgets, as last evaluated; below zero where more was spent. A team that is gone is left out. */
@Singleton
class BudgetMetrics {
    private final Map<TeamKey, MultiGauge.Row<Number>> left = new ConcurrentHashMap<>();
    private final MultiGauge gauge;

    BudgetMetrics(MeterRegistry registry) {
        this.gauge = MultiGauge.builder("freihafen.budget.left")
                .description("What is left of each team's budget of this month, in whole units of its currency")
                .register(registry);
    }

    void left(Budget budget, Spend spend) {
        Tags tags = Tags.of(
                "team", budget.team().name(), "currency", budget.currency().getCurrencyCode());
        left.put(budget.team(), MultiGauge.Row.of(tags, budget.amount().subtract(spend.charged())));
        show();
    }

    /** Forgets all other teams, such as those that were deleted. */
    void keep(Set<TeamKey> teams) {
        if (left.keySet().retainAll(teams)) {
            show();
        }
    }

    private void show() {
        gauge.register(left.values(), true);
    }
}
