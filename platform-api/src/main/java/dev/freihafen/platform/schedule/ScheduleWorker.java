package dev.freihafen.platform.schedule;

import dev.freihafen.platform.problem.DatabaseOutage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at the schedules every second. */
@Singleton
class ScheduleWorker {
    private static final Logger LOG = Logger.getLogger(ScheduleWorker.class);

    private final ScheduleClock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedules").factory());

    ScheduleWorker(ScheduleClock clock) {
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::attempt, 1, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt() {
        try {
            clock.tick();
        } catch (RuntimeException failure) {
            if (DatabaseOutage.causes(failure)) {
                LOG.debug("schedules wait for the database", failure);
            } else {
                LOG.warn("schedules could not be worked on; it is tried again", failure);
            }
        }
    }
}
