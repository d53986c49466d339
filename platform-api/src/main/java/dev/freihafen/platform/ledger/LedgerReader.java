package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the ledger. What is open is known to last up to its cluster's watermark: the full lists end what does not. */
@Singleton
public class LedgerReader {
    private final Jdbi jdbi;
    private final Watermarks watermarks;

    LedgerReader(Jdbi jdbi, Watermarks watermarks) {
        this.jdbi = jdbi;
        this.watermarks = watermarks;
    }

    /** Intervals of a team that touch {@code [from, until)}. */
    public List<UsageInterval> ofTeam(String team, Instant from, Instant until) {
        return read("""
                select * from usage_intervals
                where team = :team and start_at >= :from and start_at < :until
                union all
                select * from usage_intervals
                where team = :team and start_at < :from and (end_at is null or end_at > :from)
                """, Map.of("team", team, "from", from, "until", until));
    }

    /** All intervals of one workload of a team. */
    public List<UsageInterval> ofWorkload(String team, WorkloadKind kind, String name) {
        return read("""
                select * from usage_intervals
                where team = :team and workload_kind = :kind and workload_name = :name
                """, Map.of("team", team, "kind", kind.text(), "name", name));
    }

    /** Whether the ledger has anything of a team. */
    public boolean knows(String team) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select 1 from usage_intervals where team = :team)")
                        .bind("team", team)
                        .mapTo(Boolean.class)
                        .one());
    }

    /**
     * Up to when the given intervals are known: the watermark of the clusters in which something lasts; where nothing
     * lasts, the latest watermark or end.
     *
     * @return null where nothing is known at all
     */
    public @Nullable Instant asOf(List<UsageInterval> intervals) {
        Map<String, Instant> marks = watermarks.all();
        List<Instant> open = intervals.stream()
                .filter(interval -> interval.end() == null)
                .map(interval -> marks.getOrDefault(interval.cluster(), interval.lastSeen()))
                .toList();
        if (!open.isEmpty()) {
            return open.stream().min(Instant::compareTo).orElseThrow();
        }
        Instant latestMark = marks.values().stream().max(Instant::compareTo).orElse(null);
        Instant latestEnd = intervals.stream()
                .map(UsageInterval::chargedUntil)
                .max(Instant::compareTo)
                .orElse(null);
        if (latestMark == null || latestEnd == null) {
            return latestMark == null ? latestEnd : latestMark;
        }
        return latestMark.isAfter(latestEnd) ? latestMark : latestEnd;
    }

    private List<UsageInterval> read(String sql, Map<String, Object> values) {
        Map<String, Instant> marks = watermarks.all();
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql);
            values.forEach(
                    (name, value) -> query.bind(name, value instanceof Instant at ? IntervalRows.utc(at) : value));
            return query.map((row, context) -> seen(IntervalRows.row(row), marks))
                    .list();
        });
    }

    private static UsageInterval seen(LedgerRow row, Map<String, Instant> marks) {
        UsageInterval interval = row.interval();
        Instant mark = marks.get(interval.cluster());
        return interval.end() == null && mark != null ? interval.seenAt(mark) : interval;
    }
}
