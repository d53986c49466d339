package dev.freihafen.platform.quote;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.Accuracy;
import dev.freihafen.cost.quote.Range;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Quotes of runs in PostgreSQL, and what they are made of and measured by. */
@Singleton
public class QuoteStore {
    /** Digits after the point that are kept. */
    static final int SCALE = 9;

    private static final int HISTORY = 5_000;

    private final Jdbi jdbi;

    QuoteStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A quote that was kept with its run.
     *
     * @param charge what the run did cost; null before that is known
     */
    record Kept(
            String currency,
            BigDecimal low,
            BigDecimal expected,
            BigDecimal high,
            boolean bounded,
            Instant quotedAt,
            @Nullable BigDecimal charge,
            @Nullable Instant settledAt) {
        Range range() {
            return new Range(Fraction.of(low), Fraction.of(expected), Fraction.of(high));
        }
    }

    /** A run that has ended and whose cost is known by now. */
    record Ended(UUID run, String team) {}

    /** Keeps the quote of a run that is being written; one that has no price at all is not kept. */
    public void keep(Handle transaction, UUID run, TeamKey team, RunQuote quote, Instant now) {
        if (quote.currency() == null) {
            return;
        }
        transaction
                .createUpdate("""
                        insert into run_quotes (run, team_uid, currency, low, expected, high, bounded, quoted_at)
                        values (:run, :uid, :currency, :low, :expected, :high, :bounded, :now)
                        """)
                .bind("run", run)
                .bind("uid", team.uid())
                .bind("currency", quote.currency().getCurrencyCode())
                .bind("low", quote.total().low().decimal(SCALE))
                .bind("expected", quote.total().expected().decimal(SCALE))
                .bind("high", quote.total().high().decimal(SCALE))
                .bind("bounded", quote.bounded())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The quote of a run. */
    Optional<Kept> find(UUID run) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from run_quotes where run = :run")
                .bind("run", run)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** How long the newest steps of a team's pipeline took that succeeded, by their path. */
    Map<String, List<Duration>> history(TeamKey team, String pipeline) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select step, floor(extract(epoch from run_steps.finished_at - run_steps.started_at))::bigint as seconds
                        from run_steps join runs on runs.id = run_steps.run_id
                        where runs.team_uid = :uid and runs.pipeline = :pipeline and run_steps.state = 'Succeeded'
                          and run_steps.finished_at >= run_steps.started_at
                        order by run_steps.finished_at desc limit :limit
                        """)
                .bind("uid", team.uid())
                .bind("pipeline", pipeline)
                .bind("limit", HISTORY)
                .map((row, context) -> Map.entry(row.getString("step"), Duration.ofSeconds(row.getLong("seconds"))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    /** What runs of a team that have not ended were expected to cost, by their id; those that wait here do not count. */
    public Map<UUID, BigDecimal> promised(TeamKey team) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select run, expected from run_quotes join runs on runs.id = run_quotes.run
                        where run_quotes.team_uid = :uid and runs.finished_at is null and runs.held_reason is null
                        """)
                .bind("uid", team.uid())
                .map((row, context) -> Map.entry(row.getObject("run", UUID.class), row.getBigDecimal("expected")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Runs that ended before their cluster's watermark and were not compared yet. */
    List<Ended> ended(String cluster, Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select run, team from run_quotes join runs on runs.id = run_quotes.run
                        where settled_at is null and cluster = :cluster and finished_at < :before
                        order by quoted_at limit :limit
                        """)
                .bind("cluster", cluster)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) -> new Ended(row.getObject("run", UUID.class), row.getString("team")))
                .list());
    }

    /** Keeps what a run did cost; null where that cannot be compared. */
    void settle(UUID run, @Nullable BigDecimal charge, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update run_quotes set charge = :charge, settled_at = :now where run = :run and settled_at is null")
                .bind("run", run)
                .bind("charge", charge)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
    }

    /** The run goes on: what it did cost is not known yet. */
    public void reopen(Handle transaction, UUID run) {
        transaction
                .createUpdate("update run_quotes set charge = null, settled_at = null where run = :run")
                .bind("run", run)
                .execute();
    }

    /** Runs of a team that were compared, in one currency, newest first. */
    List<Accuracy.Outcome> outcomes(TeamKey team, String currency, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from run_quotes
                        where team_uid = :uid and currency = :currency and charge is not null
                        order by settled_at desc limit :limit
                        """)
                .bind("uid", team.uid())
                .bind("currency", currency)
                .bind("limit", limit)
                .map((row, context) -> {
                    Kept kept = kept(row);
                    return new Accuracy.Outcome(kept.range(), Fraction.of(row.getBigDecimal("charge")));
                })
                .list());
    }

    /** The currency of the newest comparison of a team. */
    Optional<String> currency(TeamKey team) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select currency from run_quotes where team_uid = :uid and charge is not null
                        order by settled_at desc limit 1
                        """)
                .bind("uid", team.uid())
                .mapTo(String.class)
                .findOne());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("currency"),
                row.getBigDecimal("low"),
                row.getBigDecimal("expected"),
                row.getBigDecimal("high"),
                row.getBoolean("bounded"),
                row.getTimestamp("quoted_at").toInstant(),
                row.getBigDecimal("charge"),
                row.getTimestamp("settled_at") == null
                        ? null
                        : row.getTimestamp("settled_at").toInstant());
    }
}
