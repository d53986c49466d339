package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.outbox.HttpOutbox;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an operator is asked for by Prometheus: how far behind the ledger is, and how many runs are in which state. */
final class MeterGauges {
    private final HttpOutbox outbox;
    private final Caches caches;
    private final Clock clock;
    private volatile @Nullable Asked first;
    private volatile @Nullable Asked last;

    MeterGauges(MeterRegistry metrics, HttpOutbox outbox, Caches caches, Collection<String> unmeterable) {
        this.outbox = outbox;
        this.caches = caches;
        this.clock = metrics.config().clock();
        TimeGauge.builder("freihafen.meter.lag", this, TimeUnit.SECONDS, MeterGauges::lagSeconds)
                .description("The API server's time less the time up to which the platform API knows this cluster")
                .register(metrics);
        Gauge.builder("freihafen.meter.unmeterable", unmeterable, Collection::size)
                .description("Objects whose usage is missing in the ledger, as their facts are absurd")
                .register(metrics);
        for (RunState state : RunState.values()) {
            Gauge.builder("freihafen.runs", () -> runs(state))
                    .tag("state", state.name())
                    .description("Pipeline runs in the cluster by state")
                    .register(metrics);
        }
    }

    /** The API server has just told its time. */
    void serverTime(Instant instant) {
        Asked asked = new Asked(instant, clock.monotonicTime());
        last = asked;
        first = first == null ? asked : first;
    }

    /** Not a number before the meter was started, such as in an operator that does not lead. */
    private double lagSeconds() {
        Asked since = first;
        Asked known = last;
        if (since == null || known == null) {
            return Double.NaN;
        }
        Instant now = known.instant().plusNanos(clock.monotonicTime() - known.at());
        return Duration.between(outbox.acknowledgedUntil().orElse(since.instant()), now)
                        .toMillis()
                / 1000.0;
    }

    private long runs(RunState state) {
        return caches.runs.getStore().list().stream()
                .filter(run -> state(run) == state)
                .count();
    }

    private static RunState state(PipelineRun run) {
        return run.getStatus() == null || run.getStatus().state() == null
                ? RunState.Accepted
                : run.getStatus().state();
    }

    private record Asked(Instant instant, long at) {}
}
