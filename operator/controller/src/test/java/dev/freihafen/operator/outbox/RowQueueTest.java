package dev.freihafen.operator.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowQueueTest {
    private long nanos;
    private final RowQueue queue = new RowQueue(4, 10, () -> nanos);

    @Test
    void aFullQueueRefusesRowsAndHoldsTheWatermarkUntilAllIsToldAgain() {
        queue.offer(Watermark.until("2026-09-01T00:00:00Z"));
        for (int i = 0; i < 6; i++) {
            queue.offer(open("pod-" + i));
        }
        queue.offer(Watermark.until("2026-09-01T00:00:30Z"));
        assertThat(queue.depth()).isEqualTo(4);
        assertThat(queue.mustBeToldAgain()).as("no room yet").isFalse();

        assertThat(acknowledgeNext().watermark()).as("rows are missing").isNull();
        assertThat(queue.mustBeToldAgain()).isTrue();
        queue.offer(Watermark.until("2026-09-01T00:01:00Z"));
        assertThat(next().watermark()).as("rows are still missing").isNull();

        queue.beginList();
        assertThat(next().watermark()).as("nothing is told yet").isNull();
        for (int i = 0; i < 6; i++) {
            queue.offer(open("pod-" + i));
        }
        queue.offer(Watermark.full("2026-09-01T00:01:00Z", List.of()));
        Batch last = acknowledgeNext();
        assertThat(last.rows()).extracting(FeedRow::id).containsExactly("pod-4/open", "pod-5/open");
        assertThat(last.watermark()).isNotNull();
        assertThat(last.watermark().objects()).hasSize(6);
        assertThat(queue.mustBeToldAgain()).isFalse();
    }

    @Test
    void theEndOfSomethingFindsRoomWhereWhatCanBeToldAgainDoesNot() {
        for (int i = 0; i < 5; i++) {
            queue.offer(open("pod-" + i));
        }
        queue.offer(ended("pod-9"));

        assertThat(next().rows())
                .extracting(FeedRow::id)
                .contains("pod-9/ended")
                .hasSize(5);
    }

    @Test
    void whatBeginsWhileAFullListWaitsIsInTheList() {
        queue.beginList();
        queue.offer(open("old"));
        queue.offer(Watermark.full("2026-09-01T00:00:00Z", List.of()));
        queue.offer(open("new"));
        queue.offer(Watermark.until("2026-09-01T00:00:30Z"));

        Watermark sent = acknowledgeNext().watermark();
        assertThat(sent).isNotNull();
        assertThat(sent.observedUntil()).isEqualTo("2026-09-01T00:00:30Z");
        assertThat(sent.objects()).containsExactly("old", "new");
    }

    @Test
    void whatWasAcknowledgedBeforeIsInTheListToo() {
        queue.offer(open("old"));
        acknowledgeNext();

        queue.beginList();
        queue.offer(open("old"));
        queue.offer(Watermark.full("2026-09-01T00:00:00Z", List.of()));

        Batch batch = next();
        assertThat(batch.rows()).isEmpty();
        assertThat(batch.watermark()).isNotNull();
        assertThat(batch.watermark().objects()).containsExactly("old");
    }

    @Test
    void aWatermarkWaitsForTheBatchThatEmptiesTheQueue() {
        queue.offer(open("a"));
        queue.offer(Watermark.until("2026-09-01T00:00:00Z"));
        Batch inFlight = next();
        queue.offer(open("b"));
        queue.acknowledge(inFlight, List.of("a/open"));

        assertThat(inFlight.watermark()).isNotNull();
        assertThat(next().watermark()).as("it was sent already").isNull();
    }

    @Test
    void aRowThatIsReplacedWhileItTravelsIsSentAgain() {
        queue.offer(open("a"));
        Batch inFlight = next();
        queue.offer(usage("a", "open", null, "2026-09-01T00:05:00Z"));
        queue.acknowledge(inFlight, List.of("a/open"));

        assertThat(next().rows()).hasSize(1);
    }

    @Test
    void rememberedIdsAreBounded() {
        for (int i = 0; i < 30; i++) {
            queue.offer(open("pod-" + i));
            acknowledgeNext();
        }
        assertThat(queue.isAcknowledged("pod-29/open")).isTrue();
        assertThat(queue.isAcknowledged("pod-20/open")).isTrue();
        assertThat(queue.isAcknowledged("pod-19/open")).isFalse();
    }

    @Test
    void aRowWhoseAcknowledgementWasForgottenIsSentAgainAndAcknowledgedAgain() {
        queue.offer(ended("pod"));
        acknowledgeNext();
        queue.offer(ended("pod"));
        assertThat(next().rows()).as("it is remembered").isEmpty();
        for (int i = 0; i < 10; i++) {
            queue.offer(open("pod-" + i));
            acknowledgeNext();
        }
        assertThat(queue.isAcknowledged("pod/ended")).isFalse();

        queue.offer(ended("pod"));

        assertThat(acknowledgeNext().rows()).extracting(FeedRow::id).containsExactly("pod/ended");
        assertThat(queue.isAcknowledged("pod/ended")).isTrue();
    }

    @Test
    void theAgeIsThatOfTheFirstRow() {
        assertThat(queue.oldestAgeNanos()).isZero();
        queue.offer(open("a"));
        nanos = 5;
        queue.offer(open("b"));
        queue.offer(open("a"));
        nanos = 7;
        assertThat(queue.oldestAgeNanos()).isEqualTo(7);
    }

    @Test
    void aBatchOfControlCharactersStaysBelowTheLimitOfTheApi() {
        RowQueue logs = new RowQueue(100, 10, () -> nanos);
        for (int i = 0; i < 10; i++) {
            logs.offer(new FeedRow.Log(
                    "log-" + i, "r", "t", null, "s", 1, "u", i, false, false, "\u0001".repeat(262_144)));
        }
        assertThat(logs.next("local", RowQueue.MOST_ROWS).rows()).hasSize(1);
    }

    private Batch next() {
        return queue.next("local", RowQueue.MOST_ROWS);
    }

    private Batch acknowledgeNext() {
        Batch batch = next();
        queue.acknowledge(batch, batch.rows().stream().map(FeedRow::id).toList());
        return batch;
    }

    private static FeedRow open(String uid) {
        return usage(uid, "open", null, "2026-09-01T00:00:00Z");
    }

    private static FeedRow ended(String uid) {
        return usage(uid, "ended", "2026-09-01T00:00:10Z", "2026-09-01T00:00:10Z");
    }

    private static FeedRow usage(String uid, String suffix, @Nullable String end, String lastSeen) {
        return new FeedRow.Usage(
                uid + "/" + suffix,
                uid,
                "Pod",
                uid,
                "fraud",
                "uid-fraud",
                "Other",
                uid,
                null,
                null,
                null,
                "n",
                "OnDemand",
                "cpu",
                100,
                "2026-09-01T00:00:00Z",
                end,
                lastSeen,
                "Exact");
    }
}
