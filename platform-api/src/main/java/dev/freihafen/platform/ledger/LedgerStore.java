package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.SeriesKey;
import dev.freihafen.cost.ledger.UsageInterval;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The ledger of usage intervals in PostgreSQL; what may change is decided by {@link Ledger} alone. */
@Singleton
public class LedgerStore {
    private static final String COLUMNS = """
            cluster, object_uid, resource, start_at, object_kind, object_name, team, workload_kind, workload_name, step,
            owner, hardware_class, node, capacity_type, quantity, end_at, last_seen, quality, end_seen""";

    /**
     * Takes in observations of one cluster: one statement to read, one to write.
     *
     * @param observations by the id of their row, in the order of their arrival
     * @return the refused ones, with the reason
     */
    public Map<String, String> take(Handle transaction, String cluster, Map<String, UsageInterval> observations) {
        if (observations.isEmpty()) {
            return Map.of();
        }
        Map<SeriesKey, Map<Instant, LedgerRow>> series = stored(
                transaction,
                cluster,
                observations.values().stream()
                        .map(UsageInterval::objectUid)
                        .distinct()
                        .toList());
        Map<Key, LedgerRow> changed = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        observations.forEach((id, observation) -> {
            Map<Instant, LedgerRow> rows = series.computeIfAbsent(observation.series(), key -> new TreeMap<>());
            switch (Ledger.merge(rows.values(), observation)) {
                case Merge.Refused(String reason) -> refused.put(id, reason);
                case Merge.Accepted(List<LedgerRow> accepted) ->
                    accepted.forEach(row -> {
                        rows.put(row.interval().start(), row);
                        changed.put(
                                new Key(row.interval().series(), row.interval().start()), row);
                    });
            }
        });
        write(transaction, changed.values());
        return refused;
    }

    /**
     * Ends what lasts in the ledger but is not in the full list of a cluster: Estimated, when it was last seen.
     *
     * @param lasting uids of the objects that last
     * @param seenUntil up to when the objects that are gone now were known to last
     */
    public void closeMissing(Handle transaction, String cluster, Collection<String> lasting, Instant seenUntil) {
        Set<String> there = new HashSet<>(lasting);
        Map<String, UsageInterval> ends = new LinkedHashMap<>();
        transaction
                .createQuery("select " + COLUMNS + " from usage_intervals where cluster = :cluster and end_at is null")
                .bind("cluster", cluster)
                .map((row, context) -> IntervalRows.row(row))
                .filter(row -> !there.contains(row.interval().objectUid()))
                .forEach(row -> {
                    UsageInterval gone = row.interval().seenAt(seenUntil);
                    Instant end = gone.chargedUntil();
                    ends.put("gone-" + ends.size(), gone.observed(end, gone.lastSeen(), Quality.ESTIMATED));
                });
        take(transaction, cluster, ends);
    }

    private static Map<SeriesKey, Map<Instant, LedgerRow>> stored(
            Handle transaction, String cluster, List<String> objects) {
        Map<SeriesKey, Map<Instant, LedgerRow>> series = new HashMap<>();
        transaction
                .createQuery("select " + COLUMNS
                        + " from usage_intervals where cluster = :cluster and object_uid = any(:objects)")
                .bind("cluster", cluster)
                .bindArray("objects", String.class, objects)
                .map((row, context) -> IntervalRows.row(row))
                .forEach(row -> series.computeIfAbsent(row.interval().series(), key -> new TreeMap<>())
                        .put(row.interval().start(), row));
        return series;
    }

    private static void write(Handle transaction, Collection<LedgerRow> rows) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into usage_intervals (%s)
                values (:cluster, :objectUid, :resource, :start, :objectKind, :objectName, :team, :workloadKind,
                  :workloadName, :step, :owner, :hardwareClass, :node, :capacityType, :quantity, :end, :lastSeen,
                  :quality, :endSeen)
                on conflict (cluster, object_uid, resource, start_at) do update set
                  end_at = excluded.end_at, last_seen = excluded.last_seen, quality = excluded.quality,
                  end_seen = excluded.end_seen
                """.formatted(COLUMNS));
        rows.forEach(row -> IntervalRows.bind(batch, row));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private record Key(SeriesKey series, Instant start) {}
}
