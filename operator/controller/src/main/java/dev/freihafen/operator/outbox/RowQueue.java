package dev.freihafen.operator.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be acknowledged, in the order of arrival, and what was acknowledged lately. Both are bounded: a row that
 * finds no room is not taken, and no watermark goes out until everything has been told again.
 *
 * <p>Not safe for use by several threads; the outbox guards it.
 */
final class RowQueue {
    static final int MOST_ROWS = 500;
    private static final int MOST_BYTES = 3_000_000;

    private final int capacity;
    private final int memory;
    private final LongSupplier nanoTime;
    private final SequencedMap<String, Waiting> waiting = new LinkedHashMap<>();
    private final SequencedSet<String> acknowledged = new LinkedHashSet<>();
    private @Nullable Watermark watermark;
    /** Uids of what lasts, as offered since a full list began; absent outside of one. */
    private @Nullable Set<String> listed;

    private boolean overflowed;

    /**
     * @param capacity rows that may wait; as many again, if they tell the end of something, which nobody can tell again
     * @param memory acknowledged ids that are remembered
     * @param nanoTime a clock that only grows
     */
    RowQueue(int capacity, int memory, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    void offer(FeedRow row) {
        boolean ended = row instanceof FeedRow.Usage usage && usage.end() != null;
        if (listed != null && !ended && row instanceof FeedRow.Usage usage) {
            listed.add(usage.objectUid());
        }
        if (acknowledged.contains(row.id())) {
            return;
        }
        Waiting before = waiting.get(row.id());
        if (before == null && waiting.size() >= (ended ? 2 * capacity : capacity)) {
            overflowed = true;
            watermark = null;
            return;
        }
        waiting.put(row.id(), new Waiting(row, before == null ? nanoTime.getAsLong() : before.since()));
    }

    /** From now on what lasts is listed as it is offered, until a full watermark was acknowledged. */
    void beginList() {
        overflowed = false;
        watermark = null;
        listed = new LinkedHashSet<>();
    }

    /** The watermark goes out with the batch that empties the queue, so it never runs ahead of a row. */
    void offer(Watermark next) {
        if (overflowed) {
            return;
        }
        boolean full = next.isFull() || (watermark != null && watermark.isFull());
        watermark = full ? Watermark.full(next.observedUntil(), List.of()) : next;
    }

    /** The next batch, of at most so many rows; empty when nothing waits. With fewer than usual, a watermark goes alone. */
    Batch next(String cluster, int mostRows) {
        List<FeedRow> rows = new ArrayList<>();
        int bytes = 0;
        for (Waiting one : waiting.values()) {
            bytes += RowSize.bytes(one.row());
            if (rows.size() == mostRows || (bytes > MOST_BYTES && !rows.isEmpty())) {
                break;
            }
            rows.add(one.row());
        }
        boolean empties = rows.size() == waiting.size() && (mostRows == MOST_ROWS || rows.isEmpty());
        return new Batch(cluster, rows, empties ? listing() : null);
    }

    private @Nullable Watermark listing() {
        return watermark == null || !watermark.isFull() || listed == null
                ? watermark
                : Watermark.full(watermark.observedUntil(), List.copyOf(listed));
    }

    /** Rows of the batch that were not replaced meanwhile leave the queue. */
    void acknowledge(Batch batch, Collection<String> ids) {
        for (FeedRow row : batch.rows()) {
            if (ids.contains(row.id())) {
                Waiting one = waiting.get(row.id());
                if (one != null && one.row().equals(row)) {
                    waiting.remove(row.id());
                }
                acknowledged.addLast(row.id());
            }
        }
        Watermark sent = batch.watermark();
        if (sent != null && watermark != null && sent.isAsFarAs(watermark)) {
            watermark = null;
            listed = sent.isFull() ? null : listed;
        }
        while (acknowledged.size() > memory) {
            acknowledged.removeFirst();
        }
    }

    boolean isAcknowledged(String id) {
        return acknowledged.contains(id);
    }

    int depth() {
        return waiting.size();
    }

    /** How long the first row has waited, 0 when none does. */
    long oldestAgeNanos() {
        return waiting.isEmpty()
                ? 0
                : nanoTime.getAsLong() - waiting.firstEntry().getValue().since();
    }

    /** Whether a row was refused for want of room, and there is room again. */
    boolean mustBeToldAgain() {
        return overflowed && waiting.size() < capacity / 2;
    }

    private record Waiting(FeedRow row, long since) {}
}
