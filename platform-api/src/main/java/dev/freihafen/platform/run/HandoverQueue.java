package dev.freihafen.platform.run;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Rows of runs that the cluster does not know of, or does not know to be canceled. Taking one moves its next turn into
 * the future first, so that a program that dies with it does no harm and two programs seldom try the same one.
 */
@Singleton
public class HandoverQueue {
    private static final String WAITS = "(handed_over_at is null or (cancel_requested and not cancel_handed_over))";
    private static final int LONGEST_PAUSE_SECONDS = 60;

    private final Jdbi jdbi;

    public HandoverQueue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Takes what is due: the one that is named, or any, at most {@code limit}, oldest turn first. */
    List<Handover> take(@Nullable UUID only, Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with due as (
                          select id from runs
                          where finished_at is null and handover_next_at <= :now
                            and (held_reason is null or cancel_requested) and %s
                            and (cast(:only as uuid) is null or id = :only)
                          order by handover_next_at limit :limit
                          for update skip locked
                        ), taken as (
                          update runs set handover_attempts = least(handover_attempts + 1, 1000000),
                            handover_next_at = cast(:now as timestamptz)
                              + make_interval(secs => least(power(2, least(handover_attempts, 10)), :longest))
                          where id in (select id from due)
                          returning *
                        )
                        select taken.*, document.ir from taken
                        left join pipeline_documents document on document.digest = taken.digest
                        """.formatted(WAITS))
                .bind("now", RunRows.utc(now))
                .bind("only", only)
                .bind("limit", limit)
                .bind("longest", LONGEST_PAUSE_SECONDS)
                .map((row, context) -> new Handover(
                        RunRows.run(row),
                        Objects.requireNonNullElse(row.getString("ir"), ""),
                        row.getTimestamp("handed_over_at") != null,
                        row.getInt("handover_attempts")))
                .list());
    }

    /** The cluster has the run, and its cancel if one was told. */
    void done(Handover handover, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update runs set handed_over_at = coalesce(handed_over_at, :now), handover_error = null,
                          cancel_handed_over = cancel_handed_over or :canceled
                        where id = :id
                        """)
                .bind("id", handover.run().id())
                .bind("now", RunRows.utc(now))
                .bind("canceled", handover.run().cancelRequested())
                .execute());
    }

    /** It did not work now. */
    void failed(Handover handover, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("update runs set handover_error = :reason where id = :id")
                .bind("id", handover.run().id())
                .bind("reason", reason)
                .execute());
    }

    /** It will never work: the run ends here, unless the cluster has told of it meanwhile. */
    void end(Handover handover, String reason, String message, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update runs set state = 'Failed', reason = :reason, message = :message, finished_at = :now
                        where id = :id and generation = 0 and finished_at is null
                        """)
                .bind("id", handover.run().id())
                .bind("reason", reason)
                .bind("message", message)
                .bind("now", RunRows.utc(now))
                .execute());
    }

    /** The cluster no longer has the run, so there is nothing to cancel. */
    void cancelIsMoot(Handover handover) {
        jdbi.useHandle(handle -> handle.createUpdate("update runs set cancel_handed_over = true where id = :id")
                .bind("id", handover.run().id())
                .execute());
    }

    /** How many runs, and cancels of runs, the cluster does not know of. */
    int depth() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from runs where finished_at is null and %s".formatted(WAITS))
                .mapTo(Integer.class)
                .one());
    }
}
