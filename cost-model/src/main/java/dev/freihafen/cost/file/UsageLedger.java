package dev.freihafen.cost.file;

import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Ledger;
import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.Merge;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.UsageInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a file, joined by the ledger's law: given in any order and any number of times they are the same. Keeps
 * about 60 bytes a segment and 100 an object, so that a million segments fit into a small heap.
 *
 * <p>The law itself is {@link Ledger#merge}; the segments of a series are chained from the newest to the oldest, and only
 * the neighbours of a new one are shown to it, for no other can change.
 */
public final class UsageLedger {

    private static final long NONE = Long.MIN_VALUE;
    private static final int NOTHING = -1;

    private final Subjects subjects = new Subjects();
    private final Ints subject = new Ints();
    private final Ints resource = new Ints();
    private final Ints older = new Ints();
    private final Longs quantity = new Longs();
    private final Longs start = new Longs();
    private final Longs end = new Longs();
    private final Longs lastSeen = new Longs();
    private final Longs endSeen = new Longs();
    private final Ints quality = new Ints();
    private final SeriesHeads heads = new SeriesHeads();

    /** An empty one. */
    public UsageLedger() {}

    /** @throws InvalidFact if an interval contradicts an earlier one */
    public static UsageLedger of(Iterable<UsageInterval> intervals) {
        UsageLedger ledger = new UsageLedger();
        intervals.forEach(ledger::add);
        return ledger;
    }

    Subjects subjects() {
        return subjects;
    }

    /** Segments. */
    public int size() {
        return subject.size();
    }

    /** @throws InvalidFact if the interval contradicts an earlier one */
    public void add(UsageInterval interval) {
        Instant ended = interval.end();
        add(
                subjects.number(interval),
                subjects.resource(interval.resource().text()),
                interval.quantity(),
                interval.start().getEpochSecond(),
                ended == null ? NONE : ended.getEpochSecond(),
                interval.lastSeen().getEpochSecond(),
                interval.quality());
    }

    /**
     * Adds an interval unless one of its series with the same start is known already.
     *
     * @throws InvalidFact if it contradicts another
     */
    public void addIfUnknown(UsageInterval interval) {
        int series = heads.find(
                subjects.cluster(subjects.number(interval)),
                subjects.uid(subjects.number(interval)),
                subjects.resource(interval.resource().text()));
        long from = interval.start().getEpochSecond();
        int place = heads.newest(series);
        while (place != NOTHING && start.get(place) > from) {
            place = older.get(place);
        }
        if (place == NOTHING || start.get(place) != from) {
            add(interval);
        }
    }

    /** @param until {@code Long.MIN_VALUE} where there is no end */
    void add(int who, int what, long amount, long from, long until, long seen, Quality how) {
        int series = heads.find(subjects.cluster(who), subjects.uid(who), what);
        int head = heads.newest(series);
        int newer = NOTHING;
        int place = head;
        while (place != NOTHING && start.get(place) > from) {
            newer = place;
            place = older.get(place);
        }
        if (place != NOTHING && start.get(place) == from) {
            if (!isRepeated(place, who, amount, until, seen, how)) {
                merge(series, newer, place, older.get(place), interval(who, what, amount, from, until, seen, how));
            }
        } else if (newer == NOTHING && (place == NOTHING || endsBefore(place, from))) {
            heads.setNewest(series, append(who, what, amount, from, until, seen, how, head));
        } else {
            merge(series, newer, NOTHING, place, interval(who, what, amount, from, until, seen, how));
        }
    }

    private boolean isRepeated(int place, int who, long amount, long until, long seen, Quality how) {
        return subject.get(place) == who
                && quantity.get(place) == amount
                && end.get(place) == until
                && lastSeen.get(place) == seen
                && quality.get(place) == how.ordinal()
                && endSeen.get(place) == (until == NONE ? NONE : seen);
    }

    private boolean endsBefore(int place, long from) {
        return endSeen.get(place) != NONE && end.get(place) <= from;
    }

    private int append(int who, int what, long amount, long from, long until, long seen, Quality how, int previous) {
        subject.add(who);
        resource.add(what);
        older.add(previous);
        quantity.add(amount);
        start.add(from);
        end.add(until);
        lastSeen.add(seen);
        endSeen.add(until == NONE ? NONE : seen);
        quality.add(how.ordinal());
        return subject.size() - 1;
    }

    /** Asks the law about the neighbours. */
    private void merge(int series, int newer, int same, int previous, UsageInterval observation) {
        List<LedgerRow> stored = new ArrayList<>(3);
        for (int place : new int[] {newer, same, previous}) {
            if (place != NOTHING) {
                stored.add(row(place));
            }
        }
        switch (Ledger.merge(stored, observation)) {
            case Merge.Refused refused -> throw new InvalidFact("start", refused.reason());
            case Merge.Accepted accepted -> {
                for (LedgerRow changed : accepted.changed()) {
                    long from = changed.interval().start().getEpochSecond();
                    int place = placeOf(from, newer, same, previous);
                    if (place == NOTHING) {
                        place = insert(series, newer, previous, changed);
                    }
                    write(place, changed);
                }
            }
        }
    }

    private int placeOf(long from, int newer, int same, int previous) {
        for (int place : new int[] {newer, same, previous}) {
            if (place != NOTHING && start.get(place) == from) {
                return place;
            }
        }
        return NOTHING;
    }

    private int insert(int series, int newer, int previous, LedgerRow row) {
        UsageInterval interval = row.interval();
        int place = append(
                subjects.number(interval),
                subjects.resource(interval.resource().text()),
                interval.quantity(),
                interval.start().getEpochSecond(),
                NONE,
                interval.lastSeen().getEpochSecond(),
                interval.quality(),
                previous);
        if (newer == NOTHING) {
            heads.setNewest(series, place);
        } else {
            older.set(newer, place);
        }
        return place;
    }

    private void write(int place, LedgerRow row) {
        Instant ended = row.interval().end();
        Instant seen = row.endSeen();
        end.set(place, ended == null ? NONE : ended.getEpochSecond());
        endSeen.set(place, seen == null ? NONE : seen.getEpochSecond());
        lastSeen.set(place, row.interval().lastSeen().getEpochSecond());
        quality.set(place, row.interval().quality().ordinal());
    }

    private LedgerRow row(int place) {
        long seen = endSeen.get(place);
        return new LedgerRow(interval(place), seen == NONE ? null : Instant.ofEpochSecond(seen));
    }

    private UsageInterval interval(int place) {
        return interval(
                subject.get(place),
                resource.get(place),
                quantity.get(place),
                start.get(place),
                end.get(place),
                lastSeen.get(place),
                Quality.values()[quality.get(place)]);
    }

    private UsageInterval interval(int who, int what, long amount, long from, long until, long seen, Quality how) {
        return subjects.interval(
                who, what, amount, Instant.ofEpochSecond(from), instant(until), Instant.ofEpochSecond(seen), how);
    }

    private static @Nullable Instant instant(long epochSecond) {
        return epochSecond == NONE ? null : Instant.ofEpochSecond(epochSecond);
    }

    /** All segments, in the order in which they came. */
    public void forEach(Consumer<? super UsageInterval> action) {
        for (int place = 0; place < size(); place++) {
            action.accept(interval(place));
        }
    }

    /** All segments by cluster, object, resource (as UTF-8 bytes) and start: however they came, the same. */
    public void forEachInOrder(Consumer<? super UsageInterval> action) {
        List<Integer> segments = new ArrayList<>();
        for (int series : heads.inOrder(subjects)) {
            segments.clear();
            for (int place = heads.newest(series); place != NOTHING; place = older.get(place)) {
                segments.add(place);
            }
            for (int place : segments.reversed()) {
                action.accept(interval(place));
            }
        }
    }
}
