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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What the month costs so far, and which usage has no price, as metrics; from the same draft that people read. */
@Singleton
class CostMetrics {
    private static final Logger LOG = Logger.getLogger(CostMetrics.class);
    private static final int EVERY_SECONDS = 60;
    private static final int FIRST_SECONDS = 20;

    private final Statements statements;
    private final Clock clock;
    private final ZoneId zone;
    private final MultiGauge costs;
    private final MultiGauge unpriced;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cost-metrics").factory());

    CostMetrics(Statements statements, MeterRegistry registry, Clock clock, PlatformConfig config) {
        this.statements = statements;
        this.clock = clock;
        this.zone = config.months().zone();
        this.costs = MultiGauge.builder("freihafen.cost.so.far")
                .description("What this month costs so far, in whole units of the currency; no team is central cost")
                .register(registry);
        this.unpriced = MultiGauge.builder("freihafen.usage.unpriced")
                .description("Usage of this month that no rate prices, in the resource's unit")
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
            measure();
        } catch (RuntimeException failure) {
            LOG.warn("the cost so far was not measured; it is tried again", failure);
        }
    }

    /** Measures again. */
    void measure() {
        YearMonth month = YearMonth.from(clock.instant().atZone(zone));
        Map<Tags, BigDecimal> amounts = new HashMap<>();
        Map<Tags, BigDecimal> quantities = new HashMap<>();
        for (StatementLine line :
                statements.of(new Month(month, zone)).statement().lines()) {
            BigDecimal amount = line.amount();
            if (amount != null && line.currency() != null) {
                amounts.merge(
                        Tags.of(
                                "team", line.team(),
                                "resource", line.resource(),
                                "kind", line.kind().text(),
                                "currency", line.currency().getCurrencyCode()),
                        amount,
                        BigDecimal::add);
            } else if (line.kind() == Kind.UNPRICED && line.quantity() != null) {
                quantities.merge(
                        Tags.of("cluster", line.cluster(), "resource", line.resource(), "unit", line.unit()),
                        line.quantity(),
                        BigDecimal::add);
            }
        }
        costs.register(rows(amounts), true);
        unpriced.register(rows(quantities), true);
    }

    private static List<Row<?>> rows(Map<Tags, BigDecimal> values) {
        return values.entrySet().stream()
                .<Row<?>>map(entry -> Row.of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
