package dev.freihafen.platform.run;

import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.PlatformException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Stops runs that have cost what they may, whenever their cluster is known further. */
@Singleton
class MaxCostWatch {
    private static final Logger LOG = Logger.getLogger(MaxCostWatch.class);

    private final RunIntents intents;
    private final RunHandover handover;
    private final TeamCosts costs;
    private final Clock clock;
    private final AtomicReference<@Nullable WatermarkAdvanced> latest = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("max-costs").factory());

    MaxCostWatch(RunIntents intents, RunHandover handover, TeamCosts costs, Clock clock) {
        this.intents = intents;
        this.handover = handover;
        this.costs = costs;
        this.clock = clock;
    }

    /** Watermarks that come while the last one is still looked at are looked at together. */
    void on(@Observes WatermarkAdvanced mark) {
        if (latest.getAndSet(mark) == null) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("no costs of runs are watched any more", stopping);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void look() {
        WatermarkAdvanced mark = latest.getAndSet(null);
        if (mark == null) {
            return;
        }
        try {
            intents.withMaxCost(mark.cluster()).forEach(this::look);
        } catch (RuntimeException failure) {
            LOG.warn("costs of runs could not be watched; the next watermark tries again", failure);
        }
    }

    private void look(Run run) {
        try {
            MaxCost most = Objects.requireNonNull(run.terms().maxCost());
            MaxCosts.stop(most, costs.ofRun(run.team(), run.id()))
                    .filter(stop -> intents.stop(run.id(), stop, clock.instant()))
                    .ifPresent(stop -> handover.handOver(run.id()));
        } catch (PlatformException.Conflict mixedCurrencies) {
            LOG.debugf("run %s: %s", run.id(), mixedCurrencies.detail());
        }
    }
}
