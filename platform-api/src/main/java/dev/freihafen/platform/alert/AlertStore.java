package dev.freihafen.platform.alert;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Alerts and the outbox of their deliveries. */
@Singleton
public class AlertStore {
    private static final int LONGEST_PAUSE_SECONDS = 900;
    private static final int LONGEST_ERROR = 500;

    private final Jdbi jdbi;
    private final @Nullable String webhook;
    private final List<String> always;

    AlertStore(Jdbi jdbi, PlatformConfig config) {
        this.jdbi = jdbi;
        this.webhook = config.alerts().webhookUrl().orElse(null);
        this.always = config.alerts().emailTo().orElse(List.of());
    }

    /**
     * A delivery whose turn it is.
     *
     * @param attempts how often it was tried, this time included
     */
    record Due(Alert alert, Channel.Kind channel, String target, int attempts) {}

    /** An alert with what became of its deliveries. */
    public record Told(Alert alert, List<Delivery> deliveries) {
        /** One delivery; {@code error} says why the last attempt failed. */
        public record Delivery(
                String channel,
                int attempts,
                @Nullable Instant deliveredAt,
                @Nullable String error) {}
    }

    /**
     * Writes an alert with its deliveries, unless there is one of the same team, month, kind and threshold.
     *
     * @param emails to whom besides those who are always told
     * @return whether it is new
     */
    public boolean raise(Handle transaction, TeamKey team, Alert alert, List<String> emails) {
        int written = transaction
                .createUpdate("""
                        insert into alerts (id, team, team_uid, month, kind, threshold, amount, budget, currency, as_of, text,
                          created_at)
                        values (:id, :team, :uid, :month, :kind, :threshold, cast(:amount as numeric),
                          cast(:budget as numeric), :currency, :asOf, :text, :now)
                        on conflict (team_uid, month, kind, threshold) do nothing
                        """)
                .bind("id", alert.id())
                .bind("team", team.name())
                .bind("uid", team.uid())
                .bind("month", firstOf(YearMonth.parse(alert.month())))
                .bind("kind", alert.kind().name())
                .bind("threshold", alert.threshold())
                .bind("amount", alert.amount())
                .bind("budget", alert.budget())
                .bind("currency", alert.currency())
                .bind("asOf", alert.asOf().atOffset(ZoneOffset.UTC))
                .bind("text", alert.text())
                .bind("now", alert.createdAt().atOffset(ZoneOffset.UTC))
                .execute();
        if (written == 1) {
            enqueue(transaction, alert, emails);
        }
        return written == 1;
    }

    private void enqueue(Handle transaction, Alert alert, List<String> emails) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into alert_deliveries (alert, channel, target, next_at) values (:alert, :channel, :target, :now)
                on conflict do nothing
                """);
        if (webhook != null) {
            add(batch, alert, Channel.Kind.Webhook, webhook);
        }
        List<String> all = new ArrayList<>(always);
        all.addAll(emails);
        all.forEach(email -> add(batch, alert, Channel.Kind.Email, email));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static void add(PreparedBatch batch, Alert alert, Channel.Kind channel, String target) {
        batch.bind("alert", alert.id())
                .bind("channel", channel.name())
                .bind("target", target)
                .bind("now", alert.createdAt().atOffset(ZoneOffset.UTC))
                .add();
    }

    /**
     * Takes deliveries whose turn it is. Each one's next turn is moved into the future first, so that a program that dies
     * with it loses nothing and two programs seldom try the same one.
     */
    List<Due> take(Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with due as (
                          select alert, channel, target from alert_deliveries
                          where delivered_at is null and next_at <= :now
                          order by next_at limit :limit
                          for update skip locked
                        ), taken as (
                          update alert_deliveries d set attempts = least(d.attempts + 1, 1000000),
                            next_at = cast(:now as timestamptz)
                              + make_interval(secs => least(power(2, least(d.attempts, 10)) * 5, :longest))
                          from due
                          where d.alert = due.alert and d.channel = due.channel and d.target = due.target
                          returning d.*
                        )
                        select alerts.*, taken.channel, taken.target, taken.attempts
                        from taken join alerts on alerts.id = taken.alert
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .bind("longest", LONGEST_PAUSE_SECONDS)
                .map((row, context) -> new Due(
                        alert(row),
                        Channel.Kind.valueOf(row.getString("channel")),
                        row.getString("target"),
                        row.getInt("attempts")))
                .list());
    }

    /** It arrived. */
    void delivered(Due due, Instant now) {
        update(due, "delivered_at = coalesce(delivered_at, :now), error = null", now, null);
    }

    /** It did not arrive; it is tried again at its next turn. */
    void failed(Due due, String error) {
        update(due, "error = :error", null, error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error);
    }

    private void update(Due due, String set, @Nullable Instant now, @Nullable String error) {
        jdbi.useHandle(handle -> handle.createUpdate("update alert_deliveries set " + set
                        + " where alert = :alert and channel = :channel and target = :target")
                .bind("alert", due.alert().id())
                .bind("channel", due.channel().name())
                .bind("target", due.target())
                .bind("now", now == null ? null : now.atOffset(ZoneOffset.UTC))
                .bind("error", error)
                .execute());
    }

    /** How many deliveries wait. */
    int pending() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from alert_deliveries where delivered_at is null")
                        .mapTo(Integer.class)
                        .one());
    }

    /** Alerts of a team of a month, in their order. */
    List<Told> list(TeamKey team, YearMonth month) {
        return jdbi.withHandle(handle -> handle
                .createQuery(
                        "select * from alerts where team_uid = :uid and month = :month order by created_at, kind, threshold")
                .bind("uid", team.uid())
                .bind("month", firstOf(month))
                .map((row, context) -> alert(row))
                .list()
                .stream()
                .map(alert -> new Told(alert, deliveries(handle, alert.id())))
                .toList());
    }

    private static List<Told.Delivery> deliveries(Handle handle, UUID alert) {
        return handle.createQuery("select * from alert_deliveries where alert = :alert order by channel, target")
                .bind("alert", alert)
                .map((row, context) -> new Told.Delivery(
                        row.getString("channel"),
                        row.getInt("attempts"),
                        row.getTimestamp("delivered_at") == null
                                ? null
                                : row.getTimestamp("delivered_at").toInstant(),
                        row.getString("error")))
                .list();
    }

    private static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject("id", UUID.class),
                row.getString("team"),
                YearMonth.from(row.getObject("month", LocalDate.class)).toString(),
                Alert.Kind.valueOf(row.getString("kind")),
                row.getInt("threshold"),
                row.getBigDecimal("amount").toPlainString(),
                row.getBigDecimal("budget").toPlainString(),
                row.getString("currency"),
                row.getTimestamp("as_of").toInstant(),
                row.getString("text"),
                row.getTimestamp("created_at").toInstant());
    }

    private static LocalDate firstOf(YearMonth month) {
        return month.atDay(1);
    }
}
