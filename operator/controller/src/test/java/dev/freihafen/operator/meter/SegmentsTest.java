package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freihafen.operator.outbox.FeedRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static final String START = "2026-09-01T10:00:00Z";
    private static final Instant CHANGED = Instant.parse("2026-09-01T11:00:00Z");

    private final Segments segments = new Segments();

    @Test
    void theSameFactsAreToldUnderTheSameId() {
        assertThat(tell(row(START, null, 100, "Exact"))).isEqualTo(tell(row(START, null, 100, "Exact")));
    }

    @Test
    void otherFactsUnderTheSameStartBeginASegmentWhereTheOldOneEnds() {
        tell(row(START, null, 100, "Exact"));

        assertThat(tell(row(START, null, 200, "Exact")))
                .extracting(FeedRow.Usage::quantity, FeedRow.Usage::start, FeedRow.Usage::end)
                .containsExactly(tuple(100L, START, "2026-09-01T11:00:00Z"), tuple(200L, "2026-09-01T11:00:00Z", null));
        assertThat(tell(row(START, "2026-09-01T12:00:00Z", 200, "Exact")))
                .as("the end belongs to the new segment")
                .singleElement()
                .satisfies(row -> assertThat(row.start()).isEqualTo("2026-09-01T11:00:00Z"));
    }

    @Test
    void aChangeAfterTheEndChangesNothing() {
        tell(row(START, null, 100, "Exact"));

        assertThat(tell(row(START, "2026-09-01T10:30:00Z", 200, "Exact")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.quantity()).isEqualTo(100);
                    assertThat(row.end()).isEqualTo("2026-09-01T10:30:00Z");
                });
    }

    @Test
    void aLaterStartThatThePodItselfTellsEndsTheOldSegmentThere() {
        tell(row(START, null, 100, "Exact"));

        assertThat(tell(row("2026-09-01T10:40:00Z", null, 200, "Exact")))
                .extracting(FeedRow.Usage::end)
                .containsExactly("2026-09-01T10:40:00Z", null);
    }

    @Test
    void anEstimatedEndIsCorrectedByAnExactOneAndByNoOtherEstimate() {
        tell(row(START, null, 100, "Exact"));
        tell(row(START, "2026-09-01T10:10:00Z", 100, "Estimated"));

        assertThat(tell(row(START, "2026-09-01T10:50:00Z", 100, "Estimated")))
                .singleElement()
                .satisfies(row -> assertThat(row.end()).isEqualTo("2026-09-01T10:10:00Z"));
        assertThat(tell(row(START, "2026-09-01T10:20:00Z", 100, "Exact")))
                .singleElement()
                .satisfies(row -> assertThat(row.end()).isEqualTo("2026-09-01T10:20:00Z"));
    }

    @Test
    void whatIsGoneEndsAsItWasToldAndOnce() {
        tell(row(START, null, 100, "Exact"));

        assertThat(segments.end("uid", CHANGED, false)).hasSize(1);
        assertThat(segments.end("uid", CHANGED.plusSeconds(5), false)).isEmpty();
        assertThat(segments.end("uid", CHANGED.plusSeconds(9), true)).hasSize(1);
        assertThat(segments.end("unknown", CHANGED, true)).isEmpty();
    }

    private List<FeedRow.Usage> tell(FeedRow.Usage row) {
        return segments.tell("uid", List.of(row), CHANGED).stream()
                .map(FeedRow.Usage.class::cast)
                .toList();
    }

    private static FeedRow.Usage row(String start, @Nullable String end, long quantity, String quality) {
        return UsageRows.from(
                new FeedRow.Usage(
                        "id",
                        "uid",
                        "Pod",
                        "p",
                        "fraud",
                        "Other",
                        "p",
                        null,
                        null,
                        null,
                        "n",
                        "OnDemand",
                        "cpu",
                        quantity,
                        start,
                        end,
                        start,
                        quality),
                Instant.parse(start));
    }
}
