package dev.freihafen.platform.budget;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is left of budgets, as last evaluated; below zero where more was spent. */
@Singleton
class BudgetMetrics {
    private final Map<Tags, BigDecimal> left = new ConcurrentHashMap<>();
    private final MultiGauge gauge;

    BudgetMetrics(MeterRegistry registry) {
        this.gauge = MultiGauge.builder("freihafen.budget.left")
                .description("What is left of each team's budget of this month, in whole units of its currency")
                .register(registry);
    }

    void left(Budget budget, Spend spend) {
        left.put(
                Tags.of(
                        "team",
                        budget.team().name(),
                        "currency",
                        budget.currency().getCurrencyCode()),
                budget.amount().subtract(spend.charged()));
        gauge.register(
                left.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
                        .toList(),
                true);
    }
}
