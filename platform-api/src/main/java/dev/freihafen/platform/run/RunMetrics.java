package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.ledger.Watermarks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers on runs and on the meters, as last counted. */
@Singleton
class RunMetrics {
    private final RunStore runs;
    private final HandoverQueue queue;
    private final Watermarks watermarks;
    private final Clock clock;
    private final MultiGauge states;
    private final MultiGauge meterLag;
    private final AtomicInteger handoverDepth = new AtomicInteger();

    RunMetrics(RunStore runs, HandoverQueue queue, Watermarks watermarks, MeterRegistry registry, Clock clock) {
        this.runs = runs;
        this.queue = queue;
        this.watermarks = watermarks;
        this.clock = clock;
        this.states = MultiGauge.builder("freihafen.runs")
                .description("Runs that have not ended, by state")
                .register(registry);
        this.meterLag = MultiGauge.builder("freihafen.meter.lag")
                .description("How long ago each cluster was last known in full")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("freihafen.runs.handover.depth", handoverDepth, AtomicInteger::get)
                .description("Runs and cancels that the cluster does not know of yet")
                .register(registry);
    }

    /** Counts again. */
    void count() {
        Map<RunState, Integer> active = runs.countActive();
        states.register(
                Arrays.stream(RunState.values())
                        .filter(state -> !state.isTerminal())
                        .map(state -> Row.of(Tags.of("state", state.name()), active.getOrDefault(state, 0)))
                        .toList(),
                true);
        meterLag.register(
                watermarks.all().entrySet().stream()
                        .map(mark -> Row.of(
                                Tags.of("cluster", mark.getKey()),
                                Duration.between(mark.getValue(), clock.instant())
                                        .toSeconds()))
                        .toList(),
                true);
        handoverDepth.set(queue.depth());
    }
}
