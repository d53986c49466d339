package dev.freihafen.cost.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The law by which the ledger takes in observations: in any order, any number of times, with the same result.
 *
 * <ul>
 *   <li>Observations with the same start are of one segment; all facts but end, lastSeen and quality must be equal.
 *   <li>lastSeen only grows. A known end is never lost. Of two ends Exact beats Estimated, then the later lastSeen (of
 *       the observation that stated it), then the later end.
 *   <li>A segment without a stated end ends, Estimated, where the next segment of its series starts.
 *   <li>Stated ends that reach into the next segment are refused; touching is fine.
 * </ul>
 *
 * <p>Of observations that contradict each other the first to arrive stays, and the others are refused.
 */
public final class Ledger {

    private static final Comparator<LedgerRow> BETTER_END = Comparator.<LedgerRow, Boolean>comparing(
                    row -> row.interval().quality() == Quality.EXACT)
            .thenComparing(row -> Objects.requireNonNull(row.endSeen()))
            .thenComparing(row -> Objects.requireNonNull(row.interval().end()));

    private Ledger() {}

    /**
     * Decides what an observation changes.
     *
     * @param stored all rows of the observation's series, in any order
     * @param observation a valid interval
     * @throws IllegalArgumentException if a stored row is of another series, or two have the same start
     */
    public static Merge merge(Collection<LedgerRow> stored, UsageInterval observation) {
        NavigableMap<Instant, LedgerRow> before = byStart(stored, observation.series());
        LedgerRow known = before.get(observation.start());
        if (known != null) {
            Optional<String> difference = difference(known.interval(), observation);
            if (difference.isPresent()) {
                return new Merge.Refused(difference.get());
            }
        }
        NavigableMap<Instant, LedgerRow> after = new TreeMap<>(before);
        LedgerRow offered = LedgerRow.of(observation);
        LedgerRow joined = known == null ? offered : join(known, offered);
        after.put(observation.start(), joined);
        Optional<String> overlap = overlap(after, joined);
        if (overlap.isPresent()) {
            return new Merge.Refused(overlap.get());
        }
        endAtNextSegment(after, observation.start());
        List<LedgerRow> changed = new ArrayList<>();
        for (Map.Entry<Instant, LedgerRow> entry : after.entrySet()) {
            if (!entry.getValue().equals(before.get(entry.getKey()))) {
                changed.add(entry.getValue());
            }
        }
        return new Merge.Accepted(changed);
    }

    private static NavigableMap<Instant, LedgerRow> byStart(Collection<LedgerRow> stored, SeriesKey series) {
        NavigableMap<Instant, LedgerRow> rows = new TreeMap<>();
        for (LedgerRow row : stored) {
            if (!row.interval().series().equals(series)) {
                throw new IllegalArgumentException(
                        "a stored row belongs to " + row.interval().series() + ", not to " + series);
            }
            if (rows.put(row.interval().start(), row) != null) {
                throw new IllegalArgumentException("two stored rows of " + series + " start at "
                        + row.interval().start());
            }
        }
        return rows;
    }

    private static Optional<String> difference(UsageInterval known, UsageInterval observation) {
        if (observation.observed(known.end(), known.lastSeen(), known.quality()).equals(known)) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        compare(
                differences,
                "objectKind",
                known.objectKind().text(),
                observation.objectKind().text());
        compare(differences, "objectName", known.objectName(), observation.objectName());
        compare(differences, "team", known.team(), observation.team());
        compare(
                differences,
                "workloadKind",
                known.workloadKind().text(),
                observation.workloadKind().text());
        compare(differences, "workloadName", known.workloadName(), observation.workloadName());
        compare(differences, "step", known.step(), observation.step());
        compare(differences, "owner", known.owner(), observation.owner());
        compare(differences, "hardwareClass", known.hardwareClass(), observation.hardwareClass());
        compare(differences, "node", known.node(), observation.node());
        compare(differences, "capacityType", text(known.capacityType()), text(observation.capacityType()));
        compare(differences, "quantity", Long.toString(known.quantity()), Long.toString(observation.quantity()));
        return Optional.of("the segment that starts at " + known.start() + " is known with other facts ("
                + String.join("; ", differences) + "); facts never change, a change starts a new segment");
    }

    private static void compare(List<String> differences, String column, String known, String offered) {
        if (!known.equals(offered)) {
            differences.add(column + " is " + Fields.quoted(known) + ", not " + Fields.quoted(offered));
        }
    }

    private static String text(@Nullable CapacityType capacityType) {
        return capacityType == null ? "" : capacityType.text();
    }

    /** All that two rows of one segment know together; an end that was not stated counts as none. */
    private static LedgerRow join(LedgerRow known, LedgerRow offered) {
        UsageInterval fact = known.interval();
        Instant lastSeen = later(fact.lastSeen(), offered.interval().lastSeen());
        if (known.endSeen() == null && offered.endSeen() == null) {
            boolean exact =
                    fact.quality() == Quality.EXACT || offered.interval().quality() == Quality.EXACT;
            return new LedgerRow(fact.observed(null, lastSeen, exact ? Quality.EXACT : Quality.ESTIMATED), null);
        }
        LedgerRow best;
        if (offered.endSeen() == null) {
            best = known;
        } else if (known.endSeen() == null) {
            best = offered;
        } else {
            best = BETTER_END.compare(known, offered) >= 0 ? known : offered;
        }
        UsageInterval stated = best.interval();
        return new LedgerRow(fact.observed(stated.end(), lastSeen, stated.quality()), best.endSeen());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Only the changed segment and the one before it can have come to reach into their next. */
    private static Optional<String> overlap(NavigableMap<Instant, LedgerRow> rows, LedgerRow changed) {
        Instant start = changed.interval().start();
        Map.Entry<Instant, LedgerRow> previous = rows.lowerEntry(start);
        if (previous != null) {
            Instant previousEnd = previous.getValue().statedEnd();
            if (previousEnd != null && previousEnd.isAfter(start)) {
                return Optional.of(overlapReason(start, previous.getKey(), previousEnd));
            }
        }
        Instant next = rows.higherKey(start);
        Instant end = changed.statedEnd();
        return next != null && end != null && end.isAfter(next)
                ? Optional.of(overlapReason(next, start, end))
                : Optional.empty();
    }

    private static String overlapReason(Instant later, Instant start, Instant end) {
        return "the segment that starts at " + later + " overlaps with the one from " + start + " to " + end
                + " of the same object and resource; segments may touch, but never overlap";
    }

    private static void endAtNextSegment(NavigableMap<Instant, LedgerRow> rows, Instant start) {
        Instant previous = rows.lowerKey(start);
        if (previous != null) {
            rows.computeIfPresent(previous, (key, row) -> endedAt(row, start));
        }
        Instant next = rows.higherKey(start);
        if (next != null) {
            rows.computeIfPresent(start, (key, row) -> endedAt(row, next));
        }
    }

    private static LedgerRow endedAt(LedgerRow row, Instant next) {
        UsageInterval interval = row.interval();
        return row.endSeen() != null
                ? row
                : new LedgerRow(interval.observed(next, interval.lastSeen(), Quality.ESTIMATED), null);
    }
}
