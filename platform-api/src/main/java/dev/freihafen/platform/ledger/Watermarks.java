package dev.freihafen.platform.ledger;

import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How far each cluster was observed; it never goes back. */
@Singleton
public class Watermarks {
    private final Jdbi jdbi;

    public Watermarks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Up to when every fact of each cluster is known. */
    public Map<String, Instant> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select cluster, observed_until from cluster_watermarks")
                .map((row, context) -> Map.entry(
                        row.getString("cluster"),
                        row.getTimestamp("observed_until").toInstant()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** How far one cluster is known. */
    public Optional<Instant> of(String cluster) {
        return jdbi.withHandle(handle -> of(handle, cluster));
    }

    /** How far one cluster is known, within a transaction. */
    public Optional<Instant> of(Handle handle, String cluster) {
        return handle.createQuery("select observed_until from cluster_watermarks where cluster = :cluster")
                .bind("cluster", cluster)
                .mapTo(Timestamp.class)
                .findOne()
                .map(Timestamp::toInstant);
    }

    /** Moves a cluster on; an earlier time changes nothing. */
    public void advance(Handle transaction, String cluster, Instant observedUntil, boolean full) {
        transaction
                .createUpdate("""
                        insert into cluster_watermarks as known (cluster, observed_until, full_list_at)
                        values (:cluster, :until, case when :full then cast(:until as timestamptz) end)
                        on conflict (cluster) do update set
                          observed_until = greatest(known.observed_until, excluded.observed_until),
                          full_list_at = greatest(known.full_list_at, excluded.full_list_at)
                        """)
                .bind("cluster", cluster)
                .bind("until", IntervalRows.utc(observedUntil))
                .bind("full", full)
                .execute();
    }
}
