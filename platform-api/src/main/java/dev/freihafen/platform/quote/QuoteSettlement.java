package dev.freihafen.platform.quote;

import dev.freihafen.platform.cost.CostView;
import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.ledger.MarkFollower;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.PlatformException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Compares quotes with what their runs did cost, once the cluster is known beyond a run's end. */
@Singleton
class QuoteSettlement {
    private static final Logger LOG = Logger.getLogger(QuoteSettlement.class);
    private static final int BATCH = 200;

    private final QuoteStore quotes;
    private final TeamCosts costs;
    private final Clock clock;
    private final MarkFollower marks = new MarkFollower("quotes", this::look);

    QuoteSettlement(QuoteStore quotes, TeamCosts costs, Clock clock) {
        this.quotes = quotes;
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
                quotes.ended(mark.cluster(), mark.observedUntil(), BATCH).forEach(this::settle);
            } catch (RuntimeException failure) {
                LOG.warnf(
                        failure,
                        "quotes of cluster %s could not be compared; the next watermark tries again",
                        mark.cluster());
            }
        }
    }

    private void settle(QuoteStore.Ended run) {
        quotes.settle(run.run(), charge(run), clock.instant());
    }

    private @Nullable BigDecimal charge(QuoteStore.Ended run) {
        try {
            CostView cost = costs.ofRun(run.team(), run.run());
            return cost.currency() == null || !cost.unpriced().isEmpty() ? null : new BigDecimal(cost.exact());
        } catch (PlatformException.Conflict mixed) {
            return null;
        }
    }
}
