package dev.freihafen.platform.ledger;

import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.UsageInterval;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Counts in which months a batch changed what was used; a closed month compares the count with that of its document. */
final class LedgerChanges {
    private LedgerChanges() {}

    /** @param watermark up to when open intervals of the cluster were charged before the batch */
    static void count(Handle transaction, String cluster, Collection<Change> changes, Instant watermark) {
        Map<YearMonth, Long> counts = months(changes, watermark);
        if (counts.isEmpty()) {
            return;
        }
        List<String> months =
                counts.keySet().stream().map(month -> month.atDay(1).toString()).toList();
        transaction
                .createUpdate("""
                        insert into ledger_changes as known (cluster, month, changes)
                        select :cluster, * from unnest(cast(:months as date[]), cast(:counts as bigint[]))
                        on conflict (cluster, month) do update set changes = known.changes + excluded.changes
                        """)
                .bind("cluster", cluster)
                .bindArray("months", String.class, months)
                .bindArray("counts", Long.class, List.copyOf(counts.values()))
                .execute();
    }

    static Map<YearMonth, Long> months(Collection<Change> changes, Instant watermark) {
        Map<YearMonth, Long> counts = new TreeMap<>();
        for (Change change : changes) {
            Instant after = usedUntil(change.after(), watermark);
            LedgerRow before = change.before();
            Instant from = before == null ? change.after().interval().start() : usedUntil(before, watermark);
            if (before != null && from.equals(after)) {
                continue;
            }
            YearMonth last = month(from.isAfter(after) ? from : after);
            for (YearMonth month = month(from.isBefore(after) ? from : after);
                    !month.isAfter(last);
                    month = month.plusMonths(1)) {
                counts.merge(month, 1L, Long::sum);
            }
        }
        return counts;
    }

    private static Instant usedUntil(LedgerRow row, Instant watermark) {
        UsageInterval interval = row.interval();
        return interval.end() == null ? interval.seenAt(watermark).chargedUntil() : interval.chargedUntil();
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }
}
