package dev.freihafen.platform.run;

import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.ledger.MarkFollower;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.PlatformException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Stops runs that have cost what they may, whenever their cluster is known further. */
@Singleton
class MaxCostWatch {
    private static final Logger LOG = Logger.getLogger(MaxCostWatch.class);

    private final RunIntents intents;
    private final RunHandover handover;
    private final TeamCosts costs;
    private final Clock clock;
    private final MarkFollower marks = new MarkFollower("max-costs", this::look);

    MaxCostWatch(RunIntents intents, RunHandover handover, TeamCosts costs, Clock clock) {
        this.intents = intents;
        this.handover = handover;
        this.costs = costs;
        this.clock = clock;
    }

    void on(@Observes WatermarkAdvanced mark) {
        marks.add(mark);
    }

    void stop(@Observes ShutdownEvent event) {
        marks.stop();
    }

    private void look(List<WatermarkAdvanced> latest) {
        for (WatermarkAdvanced mark : latest) {
            try {
                intents.withMaxCost(mark.cluster()).forEach(this::look);
            } catch (RuntimeException failure) {
                LOG.warnf(
                        failure,
                        "costs of runs in cluster %s could not be watched; the next watermark tries again",
                        mark.cluster());
            }
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
