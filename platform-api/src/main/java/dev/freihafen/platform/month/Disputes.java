package dev.freihafen.platform.month;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What teams say against a month under review, and what finance answers. */
@Singleton
class Disputes {
    private final Jdbi jdbi;
    private final MonthStore months;
    private final Clock clock;

    Disputes(Jdbi jdbi, MonthStore months, Clock clock) {
        this.jdbi = jdbi;
        this.months = months;
        this.clock = clock;
    }

    /** A dispute; without an answer it keeps the month from being closed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Dispute(
            UUID id,
            String team,
            String text,
            String raisedBy,
            Instant raisedAt,
            @Nullable String answer,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt) {}

    /** Raises a dispute about a team's part. */
    Dispute raise(YearMonth month, String team, String text, Person by) {
        return jdbi.inTransaction(transaction -> {
            requireReview(months.lock(transaction, month));
            var raised = new Dispute(UUID.randomUUID(), team, text, by.name(), now(), null, null, null);
            transaction
                    .createUpdate("""
                            insert into month_disputes (id, month, team, text, raised_by, raised_at)
                            values (:id, :month, :team, :text, :by, :at)
                            """)
                    .bind("id", raised.id())
                    .bind("month", month.toString())
                    .bind("team", team)
                    .bind("text", text)
                    .bind("by", by.name())
                    .bind("at", raised.raisedAt().atOffset(ZoneOffset.UTC))
                    .execute();
            months.log(transaction, month, by, "Disputed", team + ": " + text);
            return raised;
        });
    }

    /** Answers a dispute; once. */
    Dispute answer(YearMonth month, UUID id, String text, Person by) {
        return jdbi.inTransaction(transaction -> {
            requireReview(months.lock(transaction, month));
            int answered = transaction
                    .createUpdate("""
                            update month_disputes set answer = :text, answered_by = :by, answered_at = :at
                            where id = :id and month = :month and answer is null
                            """)
                    .bind("id", id)
                    .bind("month", month.toString())
                    .bind("text", text)
                    .bind("by", by.name())
                    .bind("at", now().atOffset(ZoneOffset.UTC))
                    .execute();
            if (answered == 0) {
                throw list(transaction, month).stream()
                                .anyMatch(dispute -> dispute.id().equals(id))
                        ? new PlatformException.Conflict("The dispute is answered already.")
                        : new PlatformException.NotFound("There is no dispute " + id + " of " + month
                                + "; GET /api/v1/months/" + month + "/disputes lists them.");
            }
            months.log(transaction, month, by, "Answered", id + ": " + text);
            return list(transaction, month).stream()
                    .filter(dispute -> dispute.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        });
    }

    void requireAnswered(Handle transaction, YearMonth month) {
        List<FieldError> waiting = list(transaction, month).stream()
                .filter(dispute -> dispute.answer() == null)
                .map(dispute -> new FieldError(dispute.id().toString(), dispute.team() + ": " + dispute.text()))
                .toList();
        if (!waiting.isEmpty()) {
            throw new PlatformException.Conflict(
                    month + " has disputes without an answer; POST /api/v1/months/" + month
                            + "/disputes/{id}:answer for each of errors.",
                    waiting);
        }
    }

    List<Dispute> list(YearMonth month) {
        return jdbi.withHandle(handle -> list(handle, month));
    }

    private static List<Dispute> list(Handle handle, YearMonth month) {
        return handle.createQuery("select * from month_disputes where month = :month order by raised_at, id")
                .bind("month", month.toString())
                .map((row, context) -> dispute(row))
                .list();
    }

    private static void requireReview(Standing standing) {
        if (standing.stage() != Stage.REVIEW) {
            throw new PlatformException.Conflict(standing.month() + " is " + standing.stage()
                    + "; disputes belong to a month under review. What is wrong in a closed month is corrected in the"
                    + " next open one: tell finance.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Dispute dispute(ResultSet row) throws SQLException {
        Timestamp answeredAt = row.getTimestamp("answered_at");
        return new Dispute(
                row.getObject("id", UUID.class),
                row.getString("team"),
                row.getString("text"),
                row.getString("raised_by"),
                row.getTimestamp("raised_at").toInstant(),
                row.getString("answer"),
                row.getString("answered_by"),
                answeredAt == null ? null : answeredAt.toInstant());
    }
}
