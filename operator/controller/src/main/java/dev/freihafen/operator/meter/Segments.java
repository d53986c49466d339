package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.FeedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was told of each object, so that changed facts begin a new segment where the old one ends, and so that what cannot
 * be seen any more ends as it was told. Safe for use by several threads.
 */
final class Segments {
    /** Last rows by object and resource. */
    private final Map<String, Map<String, Told>> told = new HashMap<>();

    /**
     * All rows of one object as it is now, turned into the rows to tell.
     *
     * @param rows one for each resource
     * @param changed when facts that differ under the same start must have changed: the API server's latest time
     */
    synchronized List<FeedRow> tell(String uid, List<FeedRow.Usage> rows, Instant changed) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, Told> before = told.computeIfAbsent(uid, key -> new TreeMap<>());
        List<FeedRow> news = new ArrayList<>();
        for (FeedRow.Usage row : rows) {
            Told known = before.get(row.resource());
            Told next = known == null ? new Told(row.start(), row) : known.followedBy(row, changed, news);
            before.put(row.resource(), next);
            news.add(next.row());
        }
        Set<String> resources = rows.stream().map(FeedRow.Usage::resource).collect(Collectors.toSet());
        before.entrySet().removeIf(entry -> {
            boolean left = !resources.contains(entry.getKey());
            if (left && entry.getValue().row().end() == null) {
                news.add(UsageRows.until(entry.getValue().row(), changed, true));
            }
            return left;
        });
        return news;
    }

    /** The rows of an object that lasted, ended; none when nothing of it was told. */
    synchronized List<FeedRow> end(String uid, Instant end, boolean exact) {
        Map<String, Told> before = told.get(uid);
        if (before == null) {
            return List.of();
        }
        List<FeedRow> news = new ArrayList<>();
        before.replaceAll((resource, known) -> {
            FeedRow.Usage row = known.row();
            if (row.end() == null || (exact && !row.quality().equals("Exact"))) {
                row = UsageRows.until(row, end, exact);
                news.add(row);
            }
            return new Told(known.firstStart(), row);
        });
        return news;
    }

    synchronized boolean knows(String uid) {
        return told.containsKey(uid);
    }

    synchronized void forget(String uid) {
        told.remove(uid);
    }

    /** @param firstStart the start that the object itself tells; that of the row is later after a change */
    private record Told(String firstStart, FeedRow.Usage row) {
        Told followedBy(FeedRow.Usage next, Instant changed, List<FeedRow> news) {
            if (!next.start().equals(firstStart)) {
                boolean lasted = row.end() == null && next.start().compareTo(row.start()) > 0;
                if (lasted && row.objectKind().equals("Pod")) {
                    news.add(UsageRows.until(row, Instant.parse(next.start()), true));
                }
                return new Told(next.start(), next);
            }
            Instant from = Instant.parse(row.start());
            if (!UsageRows.sameFacts(row, next)) {
                Instant at = changed.isAfter(from) ? changed : from.plusSeconds(1);
                @Nullable Instant end = next.end() == null ? null : Instant.parse(next.end());
                if (end == null || at.isBefore(end)) {
                    news.add(UsageRows.until(row, at, true));
                    return new Told(firstStart, UsageRows.from(next, at));
                }
                return new Told(
                        firstStart, UsageRows.until(row, end, next.quality().equals("Exact")));
            }
            boolean secondEstimate = row.end() != null
                    && row.quality().equals("Estimated")
                    && next.end() != null
                    && next.quality().equals("Estimated");
            return secondEstimate ? this : new Told(firstStart, UsageRows.from(next, from));
        }
    }
}
