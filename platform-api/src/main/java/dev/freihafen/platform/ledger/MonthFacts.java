package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.UsageInterval;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The facts of a time one by one, and what is not known of it yet. */
public final class MonthFacts {
    private static final int FETCHED = 2000;
    private static final int MOST_NAMED = 100;

    private MonthFacts() {}

    /**
     * Gives all intervals that touch {@code [from, until)} in the order of cluster, object, resource (by their bytes) and
     * start; what is open is known up to its cluster's watermark.
     *
     * @param transaction keeps the cursor
     */
    public static void forEach(
            Handle transaction, Instant from, Instant until, Consumer<? super UsageInterval> action) {
        Map<String, Instant> marks = marks(transaction);
        var query = transaction
                .createQuery("select " + IntervalRows.COLUMNS + """
                         from (
                          select * from usage_intervals where start_at >= :from and start_at < :until
                          union all
                          select * from usage_intervals where start_at < :from and (end_at is null or end_at > :from)
                        ) touching
                        order by cluster, object_uid, resource, start_at
                        """)
                .bind("from", IntervalRows.utc(from))
                .bind("until", IntervalRows.utc(until))
                .setFetchSize(FETCHED);
        query.scanResultSet((execute, context) -> {
            try (context) {
                ResultSet row = execute.get();
                while (row.next()) {
                    UsageInterval fact = IntervalRows.row(row).interval();
                    Instant mark = marks.get(fact.cluster());
                    action.accept(fact.end() == null && mark != null ? fact.seenAt(mark) : fact);
                }
                return true;
            }
        });
    }

    /** Sentences on intervals without an end that are known only up to a time before {@code until}; the first hundred. */
    public static List<String> openBefore(Handle handle, Instant until) {
        return handle.createQuery("""
                        select i.cluster, object_kind, object_name, team, resource,
                          to_char(greatest(last_seen, observed_until) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as seen
                        from usage_intervals i left join cluster_watermarks w on w.cluster = i.cluster
                        where end_at is null and start_at < :until and greatest(last_seen, observed_until) < :until
                        order by i.cluster, object_name, resource limit :most
                        """)
                .bind("until", IntervalRows.utc(until))
                .bind("most", MOST_NAMED)
                .map((row, context) -> row.getString("resource") + " of " + row.getString("object_kind") + " "
                        + row.getString("object_name")
                        + (row.getString("team").isEmpty() ? "" : " (team " + row.getString("team") + ")")
                        + " in cluster " + row.getString("cluster") + " is known only up to " + row.getString("seen")
                        + "; what it uses after that comes as a correction")
                .list();
    }

    /** When each cluster was last fully observed. */
    private static Map<String, Instant> marks(Handle handle) {
        return handle.createQuery("select cluster, observed_until from cluster_watermarks")
                .map((row, context) -> Map.entry(
                        row.getString("cluster"),
                        row.getTimestamp("observed_until").toInstant()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
