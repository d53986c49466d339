package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.SeriesKey;
import dev.freihafen.cost.ledger.UsageInterval;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The ledger of usage intervals in PostgreSQL; what may change is decided by {@link Ledger} alone. */
@Singleton
public class LedgerStore {
    private final Watermarks watermarks;

    LedgerStore(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Writers of one cluster's facts follow each other; this one is the only one until its transaction ends. */
    public static void oneWriterAtATime(Handle transaction, String cluster) {
        transaction
                .createQuery("select pg_advisory_xact_lock(hashtextextended('usage ' || :cluster, 0))")
                .bind("cluster", cluster)
                .mapToMap()
                .list();
    }

    /**
     * Takes in observations of one cluster: one statement to read, one COPY for what is new, one update for what is known.
     * The caller is the only writer of this cluster, and has made the {@link LedgerMonths}.
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
        Map<Key, Change> changes = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        observations.forEach((id, observation) -> {
            Map<Instant, LedgerRow> rows = series.computeIfAbsent(observation.series(), key -> new TreeMap<>());
            switch (Ledger.merge(rows.values(), observation)) {
                case Merge.Refused(String reason) -> refused.put(id, reason);
                case Merge.Accepted(List<LedgerRow> accepted) ->
                    accepted.forEach(row -> {
                        LedgerRow before = rows.put(row.interval().start(), row);
                        changes.merge(
                                new Key(row.interval().series(), row.interval().start()),
                                new Change(before, row),
                                Change::then);
                    });
            }
        });
        write(transaction, cluster, changes.values());
        LedgerChanges.count(
                transaction,
                cluster,
                changes.values(),
                watermarks.of(transaction, cluster).orElse(Instant.EPOCH));
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
                .createQuery("select " + IntervalRows.COLUMNS
                        + " from usage_intervals where cluster = :cluster and end_at is null")
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
                .createQuery("select " + IntervalRows.COLUMNS
                        + " from usage_intervals where cluster = :cluster and object_uid = any(:objects)")
                .bind("cluster", cluster)
                .bindArray("objects", String.class, objects)
                .map((row, context) -> IntervalRows.row(row))
                .forEach(row -> series.computeIfAbsent(row.interval().series(), key -> new TreeMap<>())
                        .put(row.interval().start(), row));
        return series;
    }

    private static void write(Handle transaction, String cluster, Collection<Change> changes) {
        List<LedgerRow> fresh = new ArrayList<>();
        List<LedgerRow> known = new ArrayList<>();
        for (Change change : changes) {
            (change.before() == null ? fresh : known).add(change.after());
        }
        try {
            if (!fresh.isEmpty()) {
                IntervalRows.insert(transaction, fresh);
            }
            if (!known.isEmpty()) {
                IntervalRows.update(transaction, cluster, known);
            }
        } catch (SQLException failure) {
            throw new NotWritten(cluster, failure);
        }
    }

    /** COPY does not go through Jdbi, whose exception this stands for. */
    private static final class NotWritten extends JdbiException {
        NotWritten(String cluster, SQLException cause) {
            super("rows of cluster " + cluster + " were not written", cause);
        }
    }

    private record Key(SeriesKey series, Instant start) {}
}
