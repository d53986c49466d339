package dev.freihafen.operator.outbox;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpOutboxTest {
    private FeedServer api;
    private HttpOutbox outbox;
    private SimpleMeterRegistry metrics;

    @BeforeEach
    void start() throws IOException {
        api = new FeedServer();
        metrics = new SimpleMeterRegistry();
        outbox = outbox();
    }

    @AfterEach
    void stop() {
        outbox.close();
        api.close();
    }

    @Test
    void rowsArriveInOrderAndAreAcknowledged() throws InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            outbox.offer(event("run-" + i));
        }
        outbox.offer(Watermark.until("2026-09-01T00:00:30Z"));
        outbox.start();

        eventually("the last row", () -> outbox.isAcknowledged("run-1199"));
        assertThat(api.batches()).hasSizeBetween(3, 4);
        assertThat(api.batches().getFirst().get("rows").get(0).get("id").asText())
                .isEqualTo("run-0");
        assertThat(api.batches().stream().filter(batch -> batch.has("watermark")))
                .hasSize(1);
        assertThat(api.batches().getLast().get("watermark").get("observedUntil").asText())
                .isEqualTo("2026-09-01T00:00:30Z");
    }

    @Test
    void aRowWhoseReplyWasLostIsSentAgainUnderTheSameId() throws InterruptedException {
        api.fail(FeedServer.Fault.REPLY_LOST);
        outbox.offer(event("run-1"));
        outbox.start();

        eventually("the acknowledgement", () -> outbox.isAcknowledged("run-1"));
        assertThat(api.batches()).hasSize(2);
        assertThat(api.rows()).hasSize(1);
    }

    @Test
    void nothingIsLostWhileTheApiIsAway() throws InterruptedException {
        api.fail(FeedServer.Fault.UNAVAILABLE, FeedServer.Fault.UNAUTHORIZED);
        outbox.offer(event("run-1"));
        outbox.start();
        outbox.offer(event("run-2"));

        eventually("both rows", () -> outbox.isAcknowledged("run-1") && outbox.isAcknowledged("run-2"));
        assertThat(api.rows()).containsOnlyKeys("run-1", "run-2");
    }

    @Test
    void aPoisonedRowIsSettledAndDoesNotStopTheOthers() throws InterruptedException {
        api.poison("bad");
        outbox.offer(event("bad"));
        outbox.offer(event("good"));
        outbox.start();

        eventually("both rows", () -> outbox.isAcknowledged("bad") && outbox.isAcknowledged("good"));
        assertThat(api.rows()).containsOnlyKeys("good");
    }

    @Test
    void anAcknowledgedRowIsNotSentTwice() throws InterruptedException {
        outbox.start();
        outbox.offer(event("run-1"));
        eventually("the row", () -> outbox.isAcknowledged("run-1"));
        outbox.offer(event("run-1"));
        outbox.offer(event("run-2"));
        eventually("the next row", () -> outbox.isAcknowledged("run-2"));

        long sent = api.batches().stream()
                .flatMap(batch -> batch.get("rows").valueStream())
                .map(row -> row.get("id").asText())
                .filter("run-1"::equals)
                .count();
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void rowsCarryTheirTypeAndLeaveOutWhatIsAbsent() throws InterruptedException {
        outbox.start();
        outbox.offer(event("run-1"));
        eventually("the row", () -> api.rows().containsKey("run-1"));

        JsonNode row = api.rows().get("run-1");
        assertThat(row.get("type").asText()).isEqualTo("RunEvent");
        assertThat(row.has("reason")).isFalse();
    }

    @Test
    void aRowThatSpoilsItsWholeBatchIsFoundAndGivenUp() throws InterruptedException {
        api.choke("indigestible");
        for (int i = 0; i < 20; i++) {
            outbox.offer(event(i == 7 ? "indigestible" : "run-" + i));
        }
        outbox.offer(Watermark.until("2026-09-01T00:00:30Z"));
        outbox.start();

        eventually("the watermark", () -> outbox.acknowledgedUntil().isPresent());
        assertThat(outbox.isAcknowledged("indigestible")).isTrue();
        assertThat(api.rows()).hasSize(19).doesNotContainKey("indigestible");
    }

    @Test
    void anAnswerOutOfItsMindOrAListenerThatFailsDoesNotStopTheFeed() throws InterruptedException {
        api.fail(FeedServer.Fault.NONSENSE);
        outbox.onAcknowledged(ids -> {
            throw new IllegalStateException("a listener that fails");
        });
        outbox.offer(event("run-1"));
        outbox.start();

        eventually("the first row", () -> outbox.isAcknowledged("run-1"));
        outbox.offer(event("run-2"));
        eventually("the next row", () -> outbox.isAcknowledged("run-2"));
    }

    @Test
    void depthAndAgeAreMeasured() throws InterruptedException {
        outbox.offer(event("run-1"));
        assertThat(metrics.get("freihafen.outbox.depth").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("freihafen.outbox.oldest.age").timeGauge().value())
                .isPositive();
        outbox.start();
        eventually("the row", () -> outbox.isAcknowledged("run-1"));
        assertThat(metrics.get("freihafen.outbox.depth").gauge().value()).isZero();
        assertThat(metrics.get("freihafen.outbox.oldest.age").timeGauge().value())
                .isZero();
    }

    private HttpOutbox outbox() {
        return new HttpOutbox("local", api.uri(), () -> "secret", new ObjectMapper(), metrics);
    }

    private static FeedRow event(String id) {
        return new FeedRow.RunEvent(
                id,
                "run",
                "fraud",
                null,
                "Running",
                null,
                null,
                "builtin",
                null,
                null,
                1_000_001,
                "2026-09-01T00:00:00Z");
    }
}
