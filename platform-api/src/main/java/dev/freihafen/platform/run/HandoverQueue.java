package dev.freihafen.platform.run;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Rows of runs that the cluster does not know of, or does not know all that is wanted of them. Taking one moves its next turn into
 * the future first, so that a program that dies with it does no harm and two programs seldom try the same one.
 */
@Singleton
public class HandoverQueue {
    private static final String WAITS = "(handed_over_at is null or intents_handed_over < intents)";
    private static final int LONGEST_PAUSE_SECONDS = 60;

    private final Jdbi jdbi;
    private final RunEvents events;

    HandoverQueue(Jdbi jdbi, RunEvents events) {
        this.jdbi = jdbi;
        this.events = events;
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

    /** The cluster has the run, and all that was wanted of it when its turn came. */
    void done(Handover handover, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update runs set handed_over_at = coalesce(handed_over_at, :now), handover_error = null,
                          intents_handed_over = greatest(intents_handed_over, :number)
                        where id = :id
                        """)
                .bind("id", handover.run().id())
                .bind("now", RunRows.utc(now))
                .bind("number", handover.run().intent().number())
                .execute());
    }

    /** It did not work now. */
    void failed(Handover handover, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("update runs set handover_error = :reason where id = :id")
                .bind("id", handover.run().id())
                .bind("reason", reason)
                .execute());
    }

    /** It will never work: the run ends here, unless the cluster has told of this attempt meanwhile. */
    void end(Handover handover, String reason, String message, Instant now) {
        Run run = handover.run();
        jdbi.useTransaction(transaction -> {
            boolean ended = transaction
                            .createUpdate("""
                                    update runs set state = 'Failed', reason = :reason, message = :message, finished_at = :now
                                    where id = :id and generation = :generation and attempt = :attempt and finished_at is null
                                    """)
                            .bind("id", run.id())
                            .bind("generation", run.progress().generation())
                            .bind("attempt", run.intent().attempt())
                            .bind("reason", reason)
                            .bind("message", message)
                            .bind("now", RunRows.utc(now))
                            .execute()
                    == 1;
            if (ended) {
                events.changed(transaction, run.id());
            }
        });
    }

    /** The cluster no longer has the run, so there is nobody to tell. */
    void isMoot(Handover handover) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update runs set intents_handed_over = greatest(intents_handed_over, :number) where id = :id")
                .bind("id", handover.run().id())
                .bind("number", handover.run().intent().number())
                .execute());
    }

    /** How many runs, and wishes about runs, the cluster does not know of. */
    int depth() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from runs where finished_at is null and %s".formatted(WAITS))
                .mapTo(Integer.class)
                .one());
    }
}
