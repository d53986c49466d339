package dev.freihafen.platform.schedule;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Times of schedules in PostgreSQL. */
@Singleton
class FiringStore {
    /** So long nobody else takes a time that was taken. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Jdbi jdbi;

    FiringStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Claims a time; nothing happens when it is claimed already. */
    void claim(Handle transaction, UUID schedule, Instant at, Instant now) {
        insert(transaction, new Firing(schedule, at, UUID.randomUUID(), null, null, null), now);
    }

    /** Claims a time that was missed. */
    void miss(Handle transaction, UUID schedule, Instant at, String message, Instant now) {
        insert(
                transaction,
                new Firing(schedule, at, UUID.randomUUID(), Firing.Outcome.Skipped, "Missed", message),
                now);
    }

    private static void insert(Handle transaction, Firing firing, Instant now) {
        transaction
                .createUpdate("""
                        insert into schedule_firings (schedule_id, fire_at, run_id, outcome, reason, message, next_try_at)
                        values (:schedule, :at, :run, :outcome, :reason, :message, :now)
                        on conflict (schedule_id, fire_at) do nothing
                        """)
                .bind("schedule", firing.schedule())
                .bind("at", ScheduleStore.utc(firing.at()))
                .bind("run", firing.run())
                .bind(
                        "outcome",
                        firing.outcome() == null ? null : firing.outcome().name())
                .bind("reason", firing.reason())
                .bind("message", firing.message())
                .bind("now", ScheduleStore.utc(now))
                .execute();
    }

    /**
     * Takes a time of which nothing has become yet, the oldest, and of each schedule one after the other. Its next turn is
     * moved into the future first, so that a program that dies with it does no harm.
     */
    Optional<Firing> take(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with due as (
                          select schedule_id, fire_at from schedule_firings open
                          where outcome is null and next_try_at <= :now and not exists (
                            select 1 from schedule_firings earlier
                            where earlier.schedule_id = open.schedule_id and earlier.outcome is null
                              and earlier.fire_at < open.fire_at)
                          order by fire_at limit 1
                          for update skip locked
                        )
                        update schedule_firings taken set next_try_at = :lease
                        from due where taken.schedule_id = due.schedule_id and taken.fire_at = due.fire_at
                        returning taken.*
                        """)
                .bind("now", ScheduleStore.utc(now))
                .bind("lease", ScheduleStore.utc(now.plus(LEASE)))
                .map((row, context) -> firing(row))
                .findOne());
    }

    /** Its run is being written, in the same transaction. */
    void started(Handle transaction, Firing firing) {
        end(transaction, firing, Firing.Outcome.Started, null, null);
    }

    /** There is no run of it. */
    void end(Firing firing, Firing.Outcome outcome, String reason, String message) {
        jdbi.useTransaction(transaction -> end(transaction, firing, outcome, reason, message));
    }

    private static void end(
            Handle transaction,
            Firing firing,
            Firing.Outcome outcome,
            @Nullable String reason,
            @Nullable String message) {
        transaction
                .createUpdate("""
                        update schedule_firings set outcome = :outcome, reason = :reason, message = :message
                        where schedule_id = :schedule and fire_at = :at and outcome is null
                        """)
                .bind("schedule", firing.schedule())
                .bind("at", ScheduleStore.utc(firing.at()))
                .bind("outcome", outcome.name())
                .bind("reason", reason)
                .bind("message", message)
                .execute();
    }

    /** Times of a schedule, newest first, before the given one. */
    List<Firing> list(UUID schedule, @Nullable Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from schedule_firings
                        where schedule_id = :schedule and fire_at < coalesce(cast(:before as timestamptz), 'infinity')
                        order by fire_at desc limit :limit
                        """)
                .bind("schedule", schedule)
                .bind("before", ScheduleStore.utc(before))
                .bind("limit", limit)
                .map((row, context) -> firing(row))
                .list());
    }

    private static Firing firing(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Firing(
                row.getObject("schedule_id", UUID.class),
                row.getTimestamp("fire_at").toInstant(),
                row.getObject("run_id", UUID.class),
                outcome == null ? null : Firing.Outcome.valueOf(outcome),
                row.getString("reason"),
                row.getString("message"));
    }
}
