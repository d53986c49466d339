package dev.freihafen.platform.run;

import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Deletes logs and events of runs that ended long ago; the runs themselves, their steps and outputs stay. */
@Singleton
class LogRetention {
    private static final Logger LOG = Logger.getLogger(LogRetention.class);
    private static final int BATCH = 50;

    private final Jdbi jdbi;
    private final Duration kept;
    private final Clock clock;

    LogRetention(Jdbi jdbi, PlatformConfig config, Clock clock) {
        this.jdbi = jdbi;
        this.kept = config.runs().logRetention();
        this.clock = clock;
    }

    /** Whether what the run's steps have said is too old to be kept. */
    boolean isOver(Run run) {
        Instant end = run.progress().finishedAt();
        return end != null && end.plus(kept).isBefore(clock.instant());
    }

    /** Whole days that logs are kept. */
    long days() {
        return kept.toDays();
    }

    /** Deletes what is too old, a few runs at a time, so that nobody waits for it. */
    void sweep() {
        int rows = sweep("step_logs") + sweep("run_events");
        if (rows > 0) {
            LOG.infof("%d pieces of logs and events of runs were deleted, their runs ended %d days ago", rows, days());
        }
    }

    private int sweep(String table) {
        int deleted = 0;
        int last;
        do {
            last = jdbi.withHandle(handle -> handle.createUpdate("""
                            delete from %1$s where run_id in (
                              select run_id from (select distinct run_id from %1$s) kept join runs on runs.id = run_id
                              where finished_at < :before limit :limit)
                            """.formatted(table))
                    .bind("before", RunRows.utc(clock.instant().minus(kept)))
                    .bind("limit", BATCH)
                    .execute());
            deleted += last;
        } while (last > 0);
        return deleted;
    }
}
