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
                .as("the end belongs to the new segment; the old one is told again in case it was not taken")
                .extracting(FeedRow.Usage::start, FeedRow.Usage::end)
                .containsExactly(
                        tuple(START, "2026-09-01T11:00:00Z"), tuple("2026-09-01T11:00:00Z", "2026-09-01T12:00:00Z"));
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

    @Test
    void aRestartGoesOnInTheSegmentThatTheLastChangeBegan() {
        tell(volume(100));
        tell(volume(200));

        Segments restarted = restarted();

        assertThat(tell(restarted, volume(200), CHANGED.plusSeconds(900)))
                .extracting(FeedRow.Usage::quantity, FeedRow.Usage::start, FeedRow.Usage::end)
                .containsExactly(tuple(100L, START, "2026-09-01T11:00:00Z"), tuple(200L, "2026-09-01T11:00:00Z", null));
        assertThat(tell(restarted, volume(200), CHANGED.plusSeconds(900)))
                .extracting(FeedRow::id)
                .isEqualTo(tell(volume(200)).stream().map(FeedRow::id).toList());
    }

    @Test
    void aChangeWhileNoOperatorWasThereBeginsASegmentWhenItIsSeen() {
        tell(volume(100));

        assertThat(tell(restarted(), volume(200), CHANGED.plusSeconds(900)))
                .extracting(FeedRow.Usage::quantity, FeedRow.Usage::start, FeedRow.Usage::end, FeedRow.Usage::quality)
                .containsExactly(
                        tuple(100L, START, "2026-09-01T11:15:00Z", "Estimated"),
                        tuple(200L, "2026-09-01T11:15:00Z", null, "Exact"));
    }

    @Test
    void anOperatorThatDiesBetweenWritingAndTellingLosesNoEnd() {
        tell(volume(100));
        segments.tell("uid", List.of(volume(200)), CHANGED);
        SegmentRecord written = segments.record("uid", null).orElseThrow();

        Segments restarted = new Segments();
        restarted.restore("uid", written);

        assertThat(tell(restarted, volume(200), CHANGED.plusSeconds(5)))
                .as("the end of the first segment, which nobody was told")
                .first()
                .satisfies(row -> assertThat(row.end()).isEqualTo("2026-09-01T11:00:00Z"));
    }

    @Test
    void aResourceThatLeftWhileNoOperatorWasThereEnds() {
        segments.tell("uid", List.of(device("accelerator/A100")), CHANGED);

        assertThat(tell(restarted(), device("accelerator/H100"), CHANGED.plusSeconds(60)))
                .extracting(FeedRow.Usage::resource, FeedRow.Usage::end)
                .containsExactly(tuple("accelerator/A100", "2026-09-01T11:01:00Z"), tuple("accelerator/H100", null));
    }

    @Test
    void whatAnObjectTellsItselfIsNotKept() {
        tell(row(START, null, 100, "Exact"));

        assertThat(segments.record("uid", null)).isEmpty();
        assertThat(segments.record("unknown", null)).isEmpty();
    }

    private Segments restarted() {
        Segments restarted = new Segments();
        restarted.restore("uid", segments.record("uid", null).orElseThrow());
        return restarted;
    }

    private static FeedRow.Usage volume(long bytes) {
        return row("PersistentVolumeClaim", "storage/fast", START, null, bytes, "Exact");
    }

    private static FeedRow.Usage device(String resource) {
        return row("Pod", resource, START, null, 1000, "Exact");
    }

    private static List<FeedRow.Usage> tell(Segments segments, FeedRow.Usage row, Instant changed) {
        return segments.tell("uid", List.of(row), changed).stream()
                .map(FeedRow.Usage.class::cast)
                .toList();
    }

    private List<FeedRow.Usage> tell(FeedRow.Usage row) {
        return tell(segments, row, CHANGED);
    }

    private static FeedRow.Usage row(String start, @Nullable String end, long quantity, String quality) {
        return row("Pod", "cpu", start, end, quantity, quality);
    }

    private static FeedRow.Usage row(
            String kind, String resource, String start, @Nullable String end, long quantity, String quality) {
        return UsageRows.from(
                new FeedRow.Usage(
                        "id",
                        "uid",
                        kind,
                        "p",
                        "fraud",
                        "uid-fraud",
                        "Other",
                        "p",
                        null,
                        null,
                        null,
                        "n",
                        "OnDemand",
                        resource,
                        quantity,
                        start,
                        end,
                        start,
                        quality),
                Instant.parse(start));
    }
}
