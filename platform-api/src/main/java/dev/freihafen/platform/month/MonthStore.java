package dev.freihafen.platform.month;

import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where months stand, and who did what to them. */
@Singleton
class MonthStore {
    private final Clock clock;

    MonthStore(Clock clock) {
        this.clock = clock;
    }

    /** Something that was done to a month; never changed. */
    record Event(Instant at, String by, String event, String detail) {}

    Standing find(Handle handle, YearMonth month) {
        return handle.createQuery("select * from months where month = :month")
                .bind("month", month.toString())
                .map((row, context) -> standing(row))
                .findOne()
                .orElse(Standing.untouched(month));
    }

    /**
     * As {@link #find}, for a change in the same transaction.
     *
     * @throws PlatformException.Conflict when somebody else is changing the month at this moment
     */
    Standing lock(Handle transaction, YearMonth month) {
        boolean first = transaction
                .createQuery("select pg_try_advisory_xact_lock(hashtextextended('month ' || :month, 0))")
                .bind("month", month.toString())
                .mapTo(Boolean.class)
                .one();
        if (!first) {
            throw new PlatformException.Conflict("Somebody else is changing " + month
                    + " at this moment; look at GET /api/v1/months/" + month + " and try again.");
        }
        return find(transaction, month);
    }

    void save(Handle transaction, Standing standing, Person by, String event, String detail) {
        Person reviewer = standing.reviewer();
        Person reopener = standing.reopener();
        transaction
                .createUpdate("""
                        insert into months (month, stage, revision, reviewer, reviewer_name, reviewed_terms, reopener,
                          reopener_name, reopen_reason)
                        values (:month, :stage, :revision, :reviewer, :reviewerName, :terms, :reopener, :reopenerName,
                          :reason)
                        on conflict (month) do update set stage = excluded.stage, revision = excluded.revision,
                          reviewer = excluded.reviewer, reviewer_name = excluded.reviewer_name,
                          reviewed_terms = excluded.reviewed_terms, reopener = excluded.reopener,
                          reopener_name = excluded.reopener_name, reopen_reason = excluded.reopen_reason
                        """)
                .bind("month", standing.month().toString())
                .bind("stage", standing.stage().name())
                .bind("revision", standing.revision())
                .bind("reviewer", reviewer == null ? null : reviewer.subject())
                .bind("reviewerName", reviewer == null ? null : reviewer.name())
                .bind("terms", standing.reviewedTerms())
                .bind("reopener", reopener == null ? null : reopener.subject())
                .bind("reopenerName", reopener == null ? null : reopener.name())
                .bind("reason", standing.reopenReason())
                .execute();
        log(transaction, standing.month(), by, event, detail);
    }

    void log(Handle transaction, YearMonth month, Person by, String event, String detail) {
        transaction
                .createUpdate("""
                        insert into month_events (month, at, subject, name, event, detail)
                        values (:month, :at, :subject, :name, :event, :detail)
                        """)
                .bind("month", month.toString())
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("subject", by.subject())
                .bind("name", by.name())
                .bind("event", event)
                .bind("detail", detail)
                .execute();
    }

    /** What was done to a month, oldest first. */
    List<Event> events(Handle handle, YearMonth month) {
        return handle.createQuery("select at, name, event, detail from month_events where month = :month order by id")
                .bind("month", month.toString())
                .map((row, context) -> new Event(
                        row.getTimestamp("at").toInstant(),
                        row.getString("name"),
                        row.getString("event"),
                        row.getString("detail")))
                .list();
    }

    /** Months with facts or something entered, newest first, before the given one. */
    List<Standing> list(Handle handle, @Nullable String before, int limit) {
        return handle.createQuery("""
                        select known.month, coalesce(stage, 'OPEN') as stage, coalesce(revision, 0) as revision, reviewer,
                          reviewer_name, reviewed_terms, reopener, reopener_name, reopen_reason
                        from (
                          select month from months union select month from month_settings
                          union select to_char(month, 'YYYY-MM') from ledger_changes
                        ) known left join months on months.month = known.month
                        where cast(:before as text) is null or known.month < :before
                        order by known.month desc limit :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> standing(row))
                .list();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                YearMonth.parse(row.getString("month")),
                Stage.valueOf(row.getString("stage")),
                row.getInt("revision"),
                person(row.getString("reviewer"), row.getString("reviewer_name")),
                row.getString("reviewed_terms"),
                person(row.getString("reopener"), row.getString("reopener_name")),
                row.getString("reopen_reason"));
    }

    private static @Nullable Person person(@Nullable String subject, @Nullable String name) {
        return subject == null || name == null ? null : new Person(subject, name);
    }
}
