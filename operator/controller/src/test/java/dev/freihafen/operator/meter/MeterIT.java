package dev.freihafen.operator.meter;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.operator.outbox.FeedServer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Steps and other pods, from the pod to the acknowledged row. */
class MeterIT extends MeteringOperator {
    @Test
    void aStepIsToldAsItBeginsAndAsItEndsOnceAndExactly() throws Exception {
        startMeter();
        Pod pod = pods.step(NAMESPACE, "exact");
        pods.run(pod, SCHEDULED);
        eventually("the open rows", () -> api.rowsOf(uid(pod)).size() == 2);
        assertThat(api.rowsOf(uid(pod))).allSatisfy(row -> {
            assertThat(row.get("team").asText()).isEqualTo(TEAM);
            assertThat(row.get("workloadKind").asText()).isEqualTo("PipelineRun");
            assertThat(row.get("workloadName").asText()).isEqualTo("run-1");
            assertThat(row.get("step").asText()).isEqualTo("loop-0/train");
            assertThat(row.get("owner").asText()).isEqualTo("scientist");
            assertThat(row.get("start").asText()).isEqualTo(SCHEDULED.toString());
            assertThat(row.has("end")).isFalse();
        });
        assertThat(api.rowsOf(uid(pod)))
                .extracting(row -> row.get("resource").asText() + "=" + row.get("quantity"))
                .containsExactly("cpu=250", "memory=134217728");

        pods.finish(pod, SCHEDULED, FINISHED);
        eventually("the ends", () -> api.rowsOf(uid(pod)).size() == 4);
        awaitWatermarks(3);
        assertThat(api.rowsOf(uid(pod)).stream().filter(row -> row.has("end")))
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(row.get("end").asText()).isEqualTo(FINISHED.toString());
                    assertThat(row.get("quality").asText()).isEqualTo("Exact");
                });
        assertThat(sentOf(pod)).as("each row once").hasSize(4);
    }

    /** Its pods carry no finalizer of ours, and a driver's no label of ours either. */
    @Test
    void aDriverOfKubeflowPipelinesIsChargedToItsRunAndToNoOtherThatIsNamed() throws Exception {
        String run = UUID.randomUUID().toString();
        OPERATOR.admin().resource(pipelineRun(run)).create();
        startMeter();
        Pod known = pods.kubeflowDriver(NAMESPACE, "driver-known", run);
        Pod forged = pods.kubeflowDriver(
                NAMESPACE, "driver-forged", UUID.randomUUID().toString());
        pods.run(known, SCHEDULED);
        pods.run(forged, SCHEDULED);
        eventually(
                "both",
                () -> api.rowsOf(uid(known)).size() == 2
                        && api.rowsOf(uid(forged)).size() == 2);
        assertThat(api.rowsOf(uid(known))).allSatisfy(row -> {
            assertThat(row.get("workloadKind").asText()).isEqualTo("PipelineRun");
            assertThat(row.get("workloadName").asText()).isEqualTo(run);
            assertThat(row.get("owner").asText()).isEqualTo("scientist");
            assertThat(row.has("step")).isFalse();
        });
        assertThat(api.rowsOf(uid(forged)))
                .allSatisfy(row -> assertThat(row.get("workloadKind").asText()).isEqualTo("Other"));
    }

    private static PipelineRun pipelineRun(String name) {
        PipelineRun run = new PipelineRun();
        run.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        run.setSpec(new PipelineRunSpec(
                "digits",
                "sha256:" + "0".repeat(64),
                "ir",
                null,
                PipelineRunSpec.Engine.Kfp,
                null,
                null,
                false,
                "scientist",
                1,
                null,
                0,
                null));
        return run;
    }

    @Test
    void aRestartTellsTheSameRowsAgainAndWhatLasts() throws Exception {
        Pod lasting = pods.step(NAMESPACE, "lasting");
        pods.run(lasting, SCHEDULED);
        Pod ended = pods.step(NAMESPACE, "ended");
        pods.finish(ended, SCHEDULED, FINISHED);
        startMeter();
        awaitWatermarks(2);
        List<String> before = ids(lasting, ended);
        meter.close();

        FeedServer first = api;
        api = new FeedServer();
        open.push(api);
        startMeter();
        awaitWatermarks(1);

        assertThat(first.batches().getFirst().at("/watermark/full").asBoolean(false) || anyFull(first))
                .isTrue();
        assertThat(ids(lasting, ended)).isEqualTo(before);
        assertThat(fullList()).contains(uid(lasting)).doesNotContain(uid(ended));
    }

    @Test
    void aPodThatVanishedWhileNoMeterWasThereIsNotInTheFullList() throws Exception {
        Pod pod = pods.step(NAMESPACE, "vanished");
        pods.run(pod, SCHEDULED);
        startMeter();
        awaitWatermarks(1);
        assertThat(fullList()).contains(uid(pod));
        meter.close();
        OPERATOR.edit(pod, current -> current.getMetadata().setFinalizers(List.of()));
        OPERATOR.admin().resource(pod).withGracePeriod(0).delete();

        api = new FeedServer();
        open.push(api);
        startMeter();
        awaitWatermarks(1);
        assertThat(fullList()).doesNotContain(uid(pod));
        assertThat(api.rowsOf(uid(pod))).isEmpty();
    }

    @Test
    void aPodStaysWhereItWasPlacedWhenItsNodeIsGone() throws Exception {
        var node = OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("meter-spot")
                        .addToLabels("karpenter.sh/capacity-type", "spot")
                        .endMetadata()
                        .build())
                .create();
        startMeter();
        Pod pod = pods.stepOn("meter-spot", NAMESPACE, "on-spot");
        pods.run(pod, SCHEDULED);
        eventually("the open rows", () -> api.rowsOf(uid(pod)).size() == 2);
        OPERATOR.admin().resource(node).delete();
        awaitWatermarks(2);
        pods.finish(pod, SCHEDULED, FINISHED);
        eventually("the ends", () -> api.rowsOf(uid(pod)).size() == 4);
        assertThat(api.rowsOf(uid(pod))).allSatisfy(row -> {
            assertThat(row.get("capacityType").asText()).isEqualTo("Spot");
            assertThat(row.get("start").asText()).isEqualTo(SCHEDULED.toString());
        });
    }

    @Test
    void aWatchThatIsRefusedKeepsTheMeterFromStarting() {
        KubernetesClient stranger = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(OPERATOR.admin().getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:default:stranger")
                        .withImpersonateGroups("system:authenticated")
                        .build())
                .build();
        open.push(stranger);
        outbox = api.outbox(metrics);
        meter = new Meter(stranger, "freihafen-system", outbox, metrics, Meter.Pace.every(Duration.ofSeconds(30)));
        open.push(meter);

        assertThatThrownBy(() -> meter.start())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot watch Namespace objects");
        assertThat(api.batches()).as("nothing was told, and no watermark").isEmpty();
    }

    @Test
    void whatNoHandlerHasToldYetIsInBeforeTheWatermark() throws Exception {
        Pod pod = pods.step(NAMESPACE, "unheard");
        pods.run(pod, SCHEDULED);
        outbox = api.outbox(metrics);
        open.push(outbox);
        try (Caches caches = new Caches(OPERATOR.admin())) {
            caches.fill();
            Teller teller = new Teller(caches, outbox, new SegmentBook(OPERATOR.admin(), "freihafen-system"));
            boolean told = new Rounds(caches, teller, new Observations(), outbox, 10).tell(Instant.now());
            assertThat(told).isTrue();
        }
        outbox.start();

        eventually("the watermark", () -> watermarks(api).count() == 1);
        assertThat(api.rowsOf(uid(pod))).hasSize(2);
        assertThat(fullList()).contains(uid(pod));
    }

    @Test
    void anOlderStateThatAHandlerBringsLateIsNotTold() throws Exception {
        Pod running = pods.step(NAMESPACE, "late");
        pods.run(running, SCHEDULED);
        Pod older = OPERATOR.admin().resource(running).get();
        pods.finish(running, SCHEDULED, FINISHED);
        outbox = api.outbox(metrics);
        open.push(outbox);
        try (Caches caches = new Caches(OPERATOR.admin())) {
            caches.fill();
            Teller teller = new Teller(caches, outbox, new SegmentBook(OPERATOR.admin(), "freihafen-system"));
            teller.moveTo(Instant.now());
            teller.pod(older, false);
        }
        outbox.start();

        eventually("the rows", () -> api.rowsOf(uid(running)).size() == 2);
        assertThat(api.rowsOf(uid(running)))
                .allSatisfy(row -> assertThat(row.get("end").asText()).isEqualTo(FINISHED.toString()));
    }

    @Test
    void aPodOutsideOfTeamsIsSystemWhateverItsLabelsSay() throws Exception {
        pods.namespace("elsewhere", Map.of(), Map.of());
        pods.namespace("pretender", Map.of("freihafen.dev/team", TEAM), Map.of("freihafen.dev/team-uid", "another"));
        startMeter();
        for (String namespace : List.of("elsewhere", "pretender")) {
            Pod pod = pods.step(namespace, "foreign");
            pods.run(pod, SCHEDULED);
            eventually("the rows", () -> api.rowsOf(uid(pod)).size() == 2);
            assertThat(api.rowsOf(uid(pod))).allSatisfy(row -> {
                assertThat(row.has("team")).isFalse();
                assertThat(row.get("workloadKind").asText()).isEqualTo("System");
            });
        }
    }

    @Test
    void aResizeInPlaceBeginsANewSegmentThatARestartTellsAlike() throws Exception {
        startMeter();
        Pod pod = pods.step(NAMESPACE, "resized");
        pods.run(pod, SCHEDULED);
        eventually("the open rows", () -> api.rowsOf(uid(pod)).size() == 2);
        OPERATOR.admin()
                .pods()
                .inNamespace(NAMESPACE)
                .withName("resized")
                .subresource("resize")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"containers\":[{\"name\":\"step\",\"resources\":{\"requests\":{\"cpu\":\"500m\"}}}]}}");
        eventually("the new segment", () -> row(pod, "cpu", 500) != null && endOf(pod, 250) != null);

        JsonNode after = row(pod, "cpu", 500);
        assertThat(endOf(pod, 250)).isEqualTo(after.get("start").asText());
        assertThat(after.has("end")).isFalse();
        meter.close();
        api = new FeedServer();
        open.push(api);
        startMeter();
        awaitWatermarks(1);
        assertThat(row(pod, "cpu", 500).get("id")).isEqualTo(after.get("id"));
    }
}
