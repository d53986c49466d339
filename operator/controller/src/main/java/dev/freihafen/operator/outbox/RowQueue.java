package dev.freihafen.operator.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be acknowledged, in the order of arrival, and what was acknowledged lately. Both are bounded: a row that
 * finds no room is not taken, and {@link #overflowed} stays true until everything has been told again.
 *
 * <p>Not safe for use by several threads; the outbox guards it.
 */
final class RowQueue {
    private static final int MOST_ROWS = 500;
    private static final int MOST_CHARACTERS = 1_000_000;

    private final int capacity;
    private final int memory;
    private final SequencedMap<String, FeedRow> waiting = new LinkedHashMap<>();
    private final SequencedSet<String> acknowledged = new LinkedHashSet<>();
    private @Nullable Watermark watermark;
    private boolean overflowed;

    /**
     * @param capacity rows that may wait
     * @param memory acknowledged ids that are remembered
     */
    RowQueue(int capacity, int memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    void offer(FeedRow row) {
        if (acknowledged.contains(row.id())) {
            return;
        }
        if (waiting.size() >= capacity && !waiting.containsKey(row.id())) {
            overflowed = true;
            return;
        }
        waiting.put(row.id(), row);
    }

    /** The watermark goes out with the batch that empties the queue, so it never runs ahead of a row. */
    void offer(Watermark next) {
        boolean keepsFullList = watermark != null && watermark.full() != null && next.full() == null;
        watermark = keepsFullList && watermark != null
                ? Watermark.full(next.observedUntil(), watermark.objects() == null ? List.of() : watermark.objects())
                : next;
    }

    /** The next batch; empty when nothing waits. */
    Batch next(String cluster) {
        List<FeedRow> rows = new ArrayList<>();
        int characters = 0;
        for (FeedRow row : waiting.values()) {
            characters += size(row);
            if (rows.size() == MOST_ROWS || (characters > MOST_CHARACTERS && !rows.isEmpty())) {
                break;
            }
            rows.add(row);
        }
        return new Batch(cluster, rows, rows.size() == waiting.size() && !overflowed ? watermark : null);
    }

    /** Rows of the batch that were not replaced meanwhile leave the queue. */
    void acknowledge(Batch batch, Collection<String> ids) {
        for (FeedRow row : batch.rows()) {
            if (ids.contains(row.id())) {
                waiting.remove(row.id(), row);
                acknowledged.addLast(row.id());
            }
        }
        if (batch.watermark() == watermark) {
            watermark = null;
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

    /** Whether a row was refused for want of room; asking resets it once there is room again. */
    boolean overflowed() {
        boolean told = overflowed;
        if (waiting.size() < capacity / 2) {
            overflowed = false;
        }
        return told && !overflowed;
    }

    private static int size(FeedRow row) {
        return switch (row) {
            case FeedRow.Log log -> log.text().length();
            case FeedRow.StepEvent step ->
                1_000
                        + (step.parameters() == null
                                ? 0
                                : step.parameters().toString().length());
            case FeedRow.RunEvent run -> 500;
            case FeedRow.Usage usage -> 500;
        };
    }
}
