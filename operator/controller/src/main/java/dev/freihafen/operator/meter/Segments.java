package dev.freihafen.operator.meter;

import dev.freihafen.operator.meter.SegmentRecord.Segment;
import dev.freihafen.operator.outbox.FeedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was told of each object, so that changed facts begin a new segment where the old one ends, and so that what cannot
 * be seen any more ends as it was told. Safe for use by several threads.
 */
final class Segments {
    private final Map<String, Story> stories = new HashMap<>();

    /**
     * All rows of one object as it is now, turned into the rows to tell; those that a change of facts ended are among them
     * every time.
     *
     * @param rows one for each resource
     * @param changed when facts that differ under the same start must have changed: the API server's latest time
     */
    synchronized List<FeedRow> tell(String uid, List<FeedRow.Usage> rows, Instant changed) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Story story = stories.computeIfAbsent(uid, key -> new Story());
        List<FeedRow> news = new ArrayList<>();
        for (FeedRow.Usage row : rows) {
            news.add(story.follow(row, changed));
        }
        story.endAllBut(rows.stream().map(FeedRow.Usage::resource).collect(Collectors.toSet()), changed);
        story.remembered = false;
        news.addAll(0, story.ended);
        return news;
    }

    /** The rows of an object that lasted, ended; none when nothing of it was told. */
    synchronized List<FeedRow> end(String uid, Instant end, boolean exact) {
        Story story = stories.get(uid);
        if (story == null) {
            return List.of();
        }
        List<FeedRow> news = new ArrayList<>();
        story.told.replaceAll((resource, known) -> {
            FeedRow.Usage row = known.row();
            if (row.end() == null || (exact && !row.quality().equals("Exact"))) {
                row = UsageRows.until(row, end, exact);
                news.add(row);
            }
            return new Segment(known.firstStart(), row);
        });
        return news;
    }

    synchronized boolean knows(String uid) {
        return stories.containsKey(uid);
    }

    synchronized void forget(String uid) {
        stories.remove(uid);
    }

    /** Goes on where an operator before this one was. */
    synchronized void restore(String uid, SegmentRecord before) {
        Story story = new Story();
        before.current().forEach(segment -> story.told.put(segment.row().resource(), segment));
        story.ended.addAll(before.ended());
        story.remembered = true;
        stories.put(uid, story);
    }

    /**
     * What has to be kept of the object for a restart: of nodes, volumes and pods with accelerators, whose quantities change
     * without the object telling when. Empty where nothing has to be kept.
     *
     * @param placement where it was placed, if it is a pod
     */
    synchronized Optional<SegmentRecord> record(String uid, @Nullable Placement placement) {
        return Optional.ofNullable(stories.get(uid))
                .filter(story -> story.told.values().stream().anyMatch(Segments::mayChange))
                .map(story -> new SegmentRecord(
                        story.told.values().stream()
                                .map(segment -> new Segment(segment.firstStart(), UsageRows.open(segment.row())))
                                .toList(),
                        story.ended,
                        placement));
    }

    private static boolean mayChange(Segment segment) {
        return !segment.row().objectKind().equals("Pod")
                || segment.row().resource().startsWith("accelerator/");
    }

    /** One object's. */
    private static final class Story {
        /** Last rows by resource. */
        private final Map<String, Segment> told = new TreeMap<>();

        private final List<FeedRow.Usage> ended = new ArrayList<>();
        /** Whether it comes from an operator before this one: when facts changed meanwhile is an estimate. */
        private boolean remembered;

        FeedRow.Usage follow(FeedRow.Usage row, Instant changed) {
            Segment known = told.get(row.resource());
            Segment next = known == null ? new Segment(row.start(), row) : next(known, row, changed);
            told.put(row.resource(), next);
            return next.row();
        }

        private Segment next(Segment known, FeedRow.Usage next, Instant changed) {
            FeedRow.Usage row = known.row();
            if (!next.start().equals(known.firstStart())) {
                boolean lasted = row.end() == null && next.start().compareTo(row.start()) > 0;
                if (lasted && row.objectKind().equals("Pod")) {
                    ended(UsageRows.until(row, Instant.parse(next.start()), true));
                }
                return new Segment(next.start(), next);
            }
            Instant from = Instant.parse(row.start());
            if (!UsageRows.sameFacts(row, next)) {
                Instant at = changed.isAfter(from) ? changed : from.plusSeconds(1);
                @Nullable Instant end = next.end() == null ? null : Instant.parse(next.end());
                if (end == null || at.isBefore(end)) {
                    ended(UsageRows.until(row, at, !remembered));
                    return new Segment(known.firstStart(), UsageRows.from(next, at));
                }
                return new Segment(
                        known.firstStart(),
                        UsageRows.until(row, end, next.quality().equals("Exact")));
            }
            boolean secondEstimate = row.end() != null
                    && row.quality().equals("Estimated")
                    && next.end() != null
                    && next.quality().equals("Estimated");
            return secondEstimate ? known : new Segment(known.firstStart(), UsageRows.from(next, from));
        }

        void endAllBut(Set<String> resources, Instant changed) {
            told.entrySet().removeIf(entry -> {
                boolean left = !resources.contains(entry.getKey());
                if (left && entry.getValue().row().end() == null) {
                    ended(UsageRows.until(entry.getValue().row(), changed, !remembered));
                }
                return left;
            });
        }

        private void ended(FeedRow.Usage row) {
            ended.add(row);
            if (ended.size() > SegmentRecord.MOST_ENDED) {
                ended.removeFirst();
            }
        }
    }
}
