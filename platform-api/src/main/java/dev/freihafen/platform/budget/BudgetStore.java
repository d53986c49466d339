package dev.freihafen.platform.budget;

import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Budgets, overrides and holds in PostgreSQL. */
@Singleton
class BudgetStore {
    private static final String IN_FORCE =
            "select * from budgets where team_uid = :uid and month <= :month order by month desc limit 1";

    private final Jdbi jdbi;

    BudgetStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Somebody let a team work on though its budget is used up. */
    record Override(String reason, Instant until, String grantedBy) {}

    /** New work of a team waits. */
    record Hold(YearMonth month, String reason) {}

    /** The budget that holds in a month. */
    Optional<Budget> inForce(TeamKey team, YearMonth month) {
        return jdbi.withHandle(handle -> inForce(handle, team, month, ""));
    }

    /** The same, locked until the end of the transaction: whoever else evaluates or changes it waits. */
    Optional<Budget> lock(Handle transaction, TeamKey team, YearMonth month) {
        return inForce(transaction, team, month, " for update");
    }

    private static Optional<Budget> inForce(Handle handle, TeamKey team, YearMonth month, String lock) {
        return handle.createQuery(IN_FORCE + lock)
                .bind("uid", team.uid())
                .bind("month", month.atDay(1))
                .map((row, context) -> budget(row))
                .findOne();
    }

    /** Uids of the teams that have a budget. */
    Set<String> teams() {
        return Set.copyOf(jdbi.withHandle(handle -> handle.createQuery("select distinct team_uid from budgets")
                .mapTo(String.class)
                .list()));
    }

    /** Puts the budget of its month and of those after it. */
    void put(Handle transaction, Budget budget) {
        transaction
                .createUpdate("""
                        insert into budgets (team, team_uid, month, amount, currency, warn_at, warn_on_forecast, on_exceeded,
                          ceiling, recipients, changed_by, changed_at)
                        values (:team, :uid, :month, :amount, :currency, :warnAt, :warnOnForecast, :onExceeded, :ceiling,
                          :recipients, :by, :at)
                        on conflict (team_uid, month) do update set
                          amount = excluded.amount, currency = excluded.currency, warn_at = excluded.warn_at,
                          warn_on_forecast = excluded.warn_on_forecast, on_exceeded = excluded.on_exceeded,
                          ceiling = excluded.ceiling, recipients = excluded.recipients, changed_by = excluded.changed_by,
                          changed_at = excluded.changed_at
                        """)
                .bind("team", budget.team().name())
                .bind("uid", budget.team().uid())
                .bind("month", budget.month().atDay(1))
                .bind("amount", budget.amount())
                .bind("currency", budget.currency().getCurrencyCode())
                .bindArray("warnAt", Integer.class, budget.warnAt())
                .bind("warnOnForecast", budget.warnOnForecast())
                .bind("onExceeded", budget.onExceeded().name())
                .bind("ceiling", budget.ceiling())
                .bindArray("recipients", String.class, budget.recipients())
                .bind("by", budget.changedBy())
                .bind("at", budget.changedAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Lets a team work on in a month until an instant. */
    void override(Handle transaction, TeamKey team, YearMonth month, Override override, Instant now) {
        transaction
                .createUpdate("""
                        insert into budget_overrides (id, team_uid, month, reason, until, granted_by, granted_at)
                        values (:id, :uid, :month, :reason, :until, :by, :now)
                        """)
                .bind("id", UUID.randomUUID())
                .bind("uid", team.uid())
                .bind("month", month.atDay(1))
                .bind("reason", override.reason())
                .bind("until", override.until().atOffset(ZoneOffset.UTC))
                .bind("by", override.grantedBy())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The override that reaches furthest, of a month, among those that hold at an instant. */
    Optional<Override> override(Handle handle, TeamKey team, YearMonth month, Instant now) {
        return handle.createQuery("""
                        select * from budget_overrides
                        where team_uid = :uid and month = :month and until > :now
                        order by until desc limit 1
                        """)
                .bind("uid", team.uid())
                .bind("month", month.atDay(1))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Override(
                        row.getString("reason"), row.getTimestamp("until").toInstant(), row.getString("granted_by")))
                .findOne();
    }

    /** Whether and why new work of a team waits. */
    Optional<Hold> hold(Handle handle, TeamKey team) {
        return handle.createQuery("select month, reason from budget_holds where team_uid = :uid")
                .bind("uid", team.uid())
                .map((row, context) ->
                        new Hold(YearMonth.from(row.getObject("month", LocalDate.class)), row.getString("reason")))
                .findOne();
    }

    /** Lets new work wait. */
    void hold(Handle transaction, TeamKey team, Hold hold, Instant now) {
        transaction
                .createUpdate("""
                        insert into budget_holds (team_uid, team, month, reason, since) values (:uid, :team, :month, :reason, :now)
                        on conflict (team_uid) do update set month = excluded.month, reason = excluded.reason
                        """)
                .bind("uid", team.uid())
                .bind("team", team.name())
                .bind("month", hold.month().atDay(1))
                .bind("reason", hold.reason())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Lets new work start again. */
    void lift(Handle transaction, TeamKey team) {
        transaction
                .createUpdate("delete from budget_holds where team_uid = :uid")
                .bind("uid", team.uid())
                .execute();
    }

    private static Budget budget(ResultSet row) throws SQLException {
        return new Budget(
                new TeamKey(row.getString("team"), row.getString("team_uid")),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getBigDecimal("amount"),
                Currency.getInstance(row.getString("currency")),
                List.of((Integer[]) row.getArray("warn_at").getArray()),
                row.getBoolean("warn_on_forecast"),
                Budget.OnExceeded.valueOf(row.getString("on_exceeded")),
                row.getBigDecimal("ceiling"),
                List.of((String[]) row.getArray("recipients").getArray()),
                row.getString("changed_by"),
                row.getTimestamp("changed_at").toInstant());
    }
}
