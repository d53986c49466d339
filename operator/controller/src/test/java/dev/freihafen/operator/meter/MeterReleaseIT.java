package dev.freihafen.operator.meter;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.FeedServer;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pod that is deleted is held until its end was told, and no longer. */
class MeterReleaseIT extends MeteringOperator {
    @Test
    void aDeletedStepStaysUntilItsEndWasAcknowledged() throws Exception {
        startMeter();
        Pod pod = pods.step(NAMESPACE, "kept");
        pods.run(pod, SCHEDULED);
        eventually("the open rows", () -> api.rowsOf(uid(pod)).size() == 2);
        api.down(true);
        pods.finish(pod, SCHEDULED, FINISHED);
        OPERATOR.admin().resource(pod).withGracePeriod(0).delete();
        eventually("the ends to be told in vain, and once more", () -> api.refusedEnds(uid(pod)) >= 2);
        assertThat(OPERATOR.admin().resource(pod).get())
                .as("kept while the API is away")
                .isNotNull();
        assertThat(metrics.get("freihafen.outbox.depth").gauge().value()).isGreaterThanOrEqualTo(2);
        assertThat(metrics.get("freihafen.outbox.oldest.age").timeGauge().value())
                .isPositive();

        api.down(false);
        eventually("the ends", () -> api.rowsOf(uid(pod)).size() == 4);
        eventually("the pod to go", () -> OPERATOR.admin().resource(pod).get() == null);
        assertThat(sentOf(pod)).hasSize(4);
    }

    /** The operator was killed; a drain, say, takes the pod away together with its node. Without the finalizer nobody would know. */
    @Test
    void aStepThatBeganEndedAndWasDeletedWhileNoMeterWasThereIsChargedExactly() throws Exception {
        startMeter();
        meter.close();
        Pod pod = pods.step(NAMESPACE, "unseen");
        pods.finish(pod, SCHEDULED, FINISHED);
        OPERATOR.admin().resource(pod).withGracePeriod(0).delete();

        api = new FeedServer();
        open.push(api);
        startMeter();
        eventually("the pod to go", () -> OPERATOR.admin().resource(pod).get() == null);
        assertThat(api.rowsOf(uid(pod))).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("start").asText()).isEqualTo(SCHEDULED.toString());
            assertThat(row.get("end").asText()).isEqualTo(FINISHED.toString());
            assertThat(row.get("quality").asText()).isEqualTo("Exact");
        });
    }

    @Test
    void aStepThatIsDeletedWhileItRunsIsHeldToItsExactEnd() throws Exception {
        startMeter();
        Pod pod = pods.step(NAMESPACE, "canceled");
        pods.run(pod, SCHEDULED);
        OPERATOR.admin().resource(pod).delete();
        awaitWatermarks(3);
        assertThat(OPERATOR.admin().resource(pod).get()).isNotNull();
        assertThat(api.rowsOf(uid(pod))).noneMatch(row -> row.has("end"));

        pods.finish(pod, SCHEDULED, FINISHED);
        eventually(
                "the finalizer to go",
                () -> OPERATOR.admin()
                        .resource(pod)
                        .get()
                        .getMetadata()
                        .getFinalizers()
                        .isEmpty());
        assertThat(api.rowsOf(uid(pod)).stream().filter(row -> row.has("end")))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get("end").asText()).isEqualTo(FINISHED.toString()));
    }

    @Test
    void aPodOfTheSameNameKeepsItsFinalizerWhenTheOneBeforeItIsReleased() throws Exception {
        Pod before = pods.step(NAMESPACE, "twice");
        OPERATOR.edit(before, current -> current.getMetadata().setFinalizers(List.of()));
        OPERATOR.admin().resource(before).withGracePeriod(0).delete();
        eventually("the first to go", () -> OPERATOR.admin().resource(before).get() == null);
        Pod after = pods.step(NAMESPACE, "twice");

        before.getMetadata().setDeletionTimestamp(FINISHED.toString());
        before.getMetadata().setFinalizers(new ArrayList<>(List.of(PodRelease.FINALIZER)));
        new PodRelease(OPERATOR.admin(), new OutboxThatKnowsAll()).consider(before, List.of());

        assertThat(OPERATOR.admin().resource(after).get().getMetadata().getFinalizers())
                .containsExactly(PodRelease.FINALIZER);
    }

    /** Everything was acknowledged. */
    private static final class OutboxThatKnowsAll implements Outbox {
        @Override
        public void offer(FeedRow row) {
            // Nothing waits.
        }

        @Override
        public boolean isAcknowledged(String id) {
            return true;
        }
    }
}
