package dev.freihafen.platform.run;

import dev.freihafen.platform.idempotency.IdempotencyKeys;
import dev.freihafen.platform.problem.DatabaseOutage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** What happens to runs without a request: handing over what waits, counting, forgetting old keys and logs. */
@Singleton
class RunWorker {
    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final int SWEEP_SECONDS = 2;
    private static final int COUNT_SECONDS = 15;
    private static final int EXPIRE_SECONDS = 600;

    private final RunHandover handover;
    private final RunMetrics metrics;
    private final LogRetention retention;
    private final IdempotencyKeys keys;
    private final Jdbi jdbi;
    private final Clock clock;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("runs-", 0).factory());

    RunWorker(
            RunHandover handover,
            RunMetrics metrics,
            LogRetention retention,
            IdempotencyKeys keys,
            Jdbi jdbi,
            Clock clock) {
        this.handover = handover;
        this.metrics = metrics;
        this.retention = retention;
        this.keys = keys;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        every(SWEEP_SECONDS, handover::sweep);
        every(COUNT_SECONDS, metrics::count);
        every(EXPIRE_SECONDS, retention::sweep);
        every(EXPIRE_SECONDS, () -> jdbi.useHandle(handle -> keys.expire(handle, clock.instant())));
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    private void every(int seconds, Runnable work) {
        threads.scheduleWithFixedDelay(() -> attempt(work), 0, seconds, TimeUnit.SECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            if (DatabaseOutage.causes(failure)) {
                LOG.debug("background work on runs waits for the database", failure);
            } else {
                LOG.warn("background work on runs failed; it is tried again", failure);
            }
        }
    }
}
