package dev.freihafen.platform.quote;

import dev.freihafen.platform.cost.CostView;
import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.PlatformException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("quotes").factory());

    QuoteSettlement(QuoteStore quotes, TeamCosts costs, Clock clock) {
        this.quotes = quotes;
        this.costs = costs;
        this.clock = clock;
    }

    void on(@Observes WatermarkAdvanced mark) {
        if (busy.compareAndSet(false, true)) {
            try {
                thread.execute(() -> attempt(mark));
            } catch (RejectedExecutionException stopping) {
                LOG.debug("no quote is compared any more", stopping);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt(WatermarkAdvanced mark) {
        try {
            quotes.ended(mark.cluster(), mark.observedUntil(), BATCH).forEach(this::settle);
        } catch (RuntimeException failure) {
            LOG.warn("quotes could not be compared; the next watermark tries again", failure);
        } finally {
            busy.set(false);
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
