package dev.freihafen.operator.meter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.operator.outbox.FeedRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of an object after a restart, when its own fields tell neither since when its facts hold nor what
 * they were before.
 *
 * @param current its segments that hold, one for each resource, without an end
 * @param ended segments that a change of facts ended, the latest {@value #MOST_ENDED}
 * @param placement where it was placed, if it is a pod
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SegmentRecord(
        List<Segment> current,
        List<FeedRow.Usage> ended,
        @Nullable Placement placement) {
    static final int MOST_ENDED = 20;

    SegmentRecord {
        current = List.copyOf(current);
        ended = List.copyOf(ended);
    }

    /**
     * A segment.
     *
     * @param firstStart the start that the object itself tells; that of the row is later after a change
     * @param row what was told
     */
    record Segment(String firstStart, FeedRow.Usage row) {}
}
