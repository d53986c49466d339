package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.platform.quote.QuoteStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes down what is wanted of runs; the cluster is told afterwards. */
@Singleton
class RunIntents {
    private final Jdbi jdbi;
    private final RunEvents events;
    private final QuoteStore quotes;

    RunIntents(Jdbi jdbi, RunEvents events, QuoteStore quotes) {
        this.jdbi = jdbi;
        this.events = events;
        this.quotes = quotes;
    }

    /**
     * Somebody asked for its end; nothing happens to a run that has ended, or whose end was asked for before.
     *
     * @param by account, or {@code schedule} and its name
     */
    void cancel(UUID id, String by, Instant now) {
        jdbi.useTransaction(transaction -> cancel(transaction, id, by, now));
    }

    /** The same in the caller's transaction. */
    void cancel(Handle transaction, UUID id, String by, Instant now) {
        write(transaction, id, transaction.createUpdate("""
                        update runs set cancel_requested = true, canceled_by = :by, intents = intents + 1,
                          handover_next_at = :now
                        where id = :id and finished_at is null and not cancel_requested
                        """).bind("by", by).bind("now", RunRows.utc(now)));
    }

    /**
     * It must stop. The first reason of an attempt stays.
     *
     * @return whether this is the first, of a run that has not ended
     */
    boolean stop(UUID id, PipelineRunSpec.Stop stop, Instant now) {
        return jdbi.inTransaction(transaction -> write(
                transaction,
                id,
                transaction
                        .createUpdate("""
                        update runs set stop_reason = :reason, stop_message = :message, intents = intents + 1,
                          handover_next_at = :now
                        where id = :id and finished_at is null and stop_reason is null
                        """)
                        .bind("reason", stop.reason())
                        .bind("message", stop.message())
                        .bind("now", RunRows.utc(now))));
    }

    /**
     * It is tried again under the same id. An attempt of which the cluster never heard is no attempt: its number is taken
     * again, since the cluster counts by one.
     *
     * @return false when it has not ended without success
     */
    boolean retry(UUID id, Instant now) {
        return jdbi.inTransaction(transaction -> {
            boolean isTaken =
                    write(transaction, id, transaction.createUpdate("""
                            update runs set attempt = next, generation = case when next = 1 then 0 else next * 1000000 - 1 end,
                              attempt_at = :now, state = 'Accepted', reason = null, message = null, finished_at = null,
                              cancel_requested = false, canceled_by = null, stop_reason = null, stop_message = null,
                              handover_error = null, held_reason = null, intents = intents + 1, handover_next_at = :now
                            from (
                              select id as this, attempt + case
                                  when handed_over_at is null then 0
                                  when intents_handed_over >= intents or generation >= attempt * 1000000 then 1
                                  else 0 end as next
                              from runs where id = :id for update
                            ) numbered
                            where id = this and state in ('Failed', 'Canceled', 'Lost')
                            """).bind("now", RunRows.utc(now)));
            if (isTaken) {
                quotes.reopen(transaction, id);
            }
            return isTaken;
        });
    }

    /** Lets a run wait for its team's budget, or no longer. Who follows it is told when that changes, not each figure. */
    void hold(UUID id, @Nullable String reason, Instant now) {
        jdbi.useTransaction(transaction -> {
            boolean isTold = transaction
                    .createQuery("""
                            with known as (select id as this, held_reason as before from runs where id = :id for update)
                            update runs set held_reason = :reason, handover_next_at = :now from known
                            where id = this and handed_over_at is null and held_reason is distinct from :reason
                            returning (before is null) <> (held_reason is null) as told
                            """)
                    .bind("id", id)
                    .bind("reason", reason)
                    .bind("now", RunRows.utc(now))
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            if (isTold) {
                events.changed(transaction, id);
            }
        });
    }

    private boolean write(Handle transaction, UUID id, Update update) {
        boolean isChanged = update.bind("id", id).execute() == 1;
        if (isChanged) {
            events.changed(transaction, id);
        }
        return isChanged;
    }

    /** Runs in a cluster that have not ended and may cost only so much. */
    List<Run> withMaxCost(String cluster) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from runs
                        where cluster = :cluster and max_cost is not null and finished_at is null and stop_reason is null
                          and handed_over_at is not null
                        """)
                .bind("cluster", cluster)
                .map((row, context) -> RunRows.run(row))
                .list());
    }
}
