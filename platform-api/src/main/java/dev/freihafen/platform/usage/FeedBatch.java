package dev.freihafen.platform.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sends at a time.
 *
 * @param cluster must be the cluster of the token
 * @param rows read one by one, so that a bad one does not stop the others
 * @param watermark how far the cluster was observed, counted after the rows
 */
public record FeedBatch(
        String cluster, List<JsonNode> rows, @Nullable Watermark watermark) {
    /** Most rows of a batch; operators send fewer, who brings old usage along is faster with many. */
    public static final int MAX_ROWS = 5000;

    public FeedBatch {
        rows = rows == null ? List.of() : List.copyOf(rows);
    }

    /**
     * How far a cluster was observed.
     *
     * @param observedUntil time of its API server up to which every fact was told
     * @param complete whether every row known then was acknowledged before, or is in this batch
     * @param full whether {@code objects} names every object that lasts
     */
    public record Watermark(
            String observedUntil,
            boolean complete,
            @Nullable Boolean full,
            List<String> objects) {
        public Watermark {
            objects = objects == null ? List.of() : List.copyOf(objects);
        }

        boolean isFull() {
            return Boolean.TRUE.equals(full);
        }
    }
}
