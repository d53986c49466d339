package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What the present month costs so far by team and resource, and what has no price, for the dashboard. */
@Singleton
class MonthMetrics {
    private static final Logger LOG = Logger.getLogger(MonthMetrics.class);
    private static final int FIRST_SECONDS = 20;
    private static final int EVERY_SECONDS = 300;

    private final Statements statements;
    private final Clock clock;
    private final ZoneId zone;
    private final MultiGauge costs;
    private final MultiGauge unpriced;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("months-", 0).factory());

    MonthMetrics(Statements statements, Clock clock, PlatformConfig config, MeterRegistry registry) {
        this.statements = statements;
        this.clock = clock;
        this.zone = config.months().zone();
        this.costs = MultiGauge.builder("freihafen.cost.month")
                .description("Cost of the present month so far by team and resource, in whole units of the currency")
                .register(registry);
        this.unpriced = MultiGauge.builder("freihafen.usage.unpriced")
                .description("Usage of the present month without a rate, in the unit that a rate would have")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::attempt, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt() {
        try {
            tell();
        } catch (RuntimeException failure) {
            LOG.warn("the present month was not summed for metrics; it is tried again", failure);
        }
    }

    private void tell() {
        Month present = new Month(YearMonth.from(clock.instant().atZone(zone)), zone);
        Map<Tags, BigDecimal> cost = new HashMap<>();
        Map<Tags, BigDecimal> without = new HashMap<>();
        for (StatementLine line : statements.of(present).statement().lines()) {
            BigDecimal amount = line.amount();
            if (amount != null && line.currency() != null) {
                cost.merge(
                        Tags.of(
                                "cluster", line.cluster(),
                                "team", line.team(),
                                "kind", line.kind().text(),
                                "resource", line.resource(),
                                "currency", line.currency().getCurrencyCode()),
                        amount,
                        BigDecimal::add);
            } else if (line.kind() == Kind.UNPRICED && line.quantity() != null) {
                without.merge(
                        Tags.of(
                                "cluster", line.cluster(),
                                "resource", line.resource(),
                                "hardware_class", line.hardwareClass(),
                                "unit", line.unit()),
                        line.quantity(),
                        BigDecimal::add);
            }
        }
        tell(costs, cost);
        tell(unpriced, without);
    }

    private static void tell(MultiGauge gauge, Map<Tags, BigDecimal> sums) {
        List<Row<?>> rows = new ArrayList<>();
        sums.forEach((tags, sum) -> rows.add(Row.of(tags, sum)));
        gauge.register(rows, true);
    }
}
