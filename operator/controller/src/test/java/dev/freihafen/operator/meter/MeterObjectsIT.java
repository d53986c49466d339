package dev.freihafen.operator.meter;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Volumes, nodes, absurd facts and the lag. */
class MeterObjectsIT extends MeteringOperator {
    @Test
    void aVolumeIsToldFromItsBindingToItsRelease() throws Exception {
        startMeter();
        PersistentVolumeClaim claim =
                OPERATOR.admin().resource(claim("data", "meter-pv")).create();
        PersistentVolume volume = bind("meter-pv", claim);
        eventually("the row", () -> api.rowsOf(uid(claim)).size() == 1);
        JsonNode row = api.rowsOf(uid(claim)).getFirst();
        String bound = OPERATOR.admin().resource(volume).get().getStatus().getLastPhaseTransitionTime();
        assertThat(row.get("start").asText()).isEqualTo(bound);
        assertThat(row.get("resource").asText()).isEqualTo("storage/fast");
        assertThat(row.get("quantity").asLong()).isEqualTo(2L << 30);
        assertThat(row.get("team").asText()).isEqualTo(TEAM);
        assertThat(row.get("workloadKind").asText()).isEqualTo("Volume");

        OPERATOR.edit(claim, found -> found.getMetadata().setFinalizers(List.of()));
        OPERATOR.admin().resource(claim).delete();
        eventually("the estimated end", () -> quality(claim, "Estimated") != null);
        // The exact end has whole seconds: it must be in another one than the estimated end.
        Thread.sleep(1_100);
        phase(volume, "Released");
        eventually("the exact end", () -> end(claim, "Exact") != null);
        assertThat(end(claim, "Exact"))
                .isEqualTo(OPERATOR.admin().resource(volume).get().getStatus().getLastPhaseTransitionTime());
        OPERATOR.admin().resource(volume).delete();
    }

    @Test
    void anExpandedVolumeIsToldAlikeAfterARestart() throws Exception {
        startMeter();
        PersistentVolumeClaim claim =
                OPERATOR.admin().resource(claim("grown", "grown-pv")).create();
        PersistentVolume volume = bind("grown-pv", claim);
        String bound = OPERATOR.admin().resource(volume).get().getStatus().getLastPhaseTransitionTime();
        eventually("the row", () -> segments(claim, "storage/fast").size() == 1);
        awaitWatermarks(5);
        capacity(claim, "4Gi");
        eventually("the second segment", () -> segments(claim, "storage/fast").size() == 2);
        List<String> told = segments(claim, "storage/fast");
        assertThat(told.getFirst()).startsWith((2L << 30) + " " + bound + " ").doesNotEndWith("open");
        assertThat(told.getLast()).startsWith((4L << 30) + " ").endsWith("open");
        assertNoOverlap(told);

        restart();
        awaitWatermarks(1);
        assertThat(segments(claim, "storage/fast")).isEqualTo(told);

        meter.close();
        capacity(claim, "8Gi");
        startAnApi();
        startMeter();
        awaitWatermarks(1);
        List<String> later = segments(claim, "storage/fast");
        assertThat(later).hasSize(3);
        assertThat(later.getFirst()).isEqualTo(told.getFirst());
        assertThat(later.getLast()).startsWith((8L << 30) + " ").endsWith("open");
        assertNoOverlap(later);
        OPERATOR.edit(claim, found -> found.getMetadata().setFinalizers(List.of()));
        OPERATOR.admin().resource(claim).delete();
        OPERATOR.admin().resource(volume).delete();
    }

    @Test
    void changedCapacityOfANodeIsToldAlikeAfterARestart() throws Exception {
        startMeter();
        Node node = OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("growing")
                        .endMetadata()
                        .build())
                .create();
        ready(node, "True", SCHEDULED);
        eventually("the row", () -> segments(node, "cpu").size() == 1);
        OPERATOR.editStatus(
                node,
                found -> found.getStatus()
                        .setCapacity(Map.of("cpu", new Quantity("16"), "memory", new Quantity("32Gi"))));
        eventually("the second segment", () -> segments(node, "cpu").size() == 2);
        List<String> told = segments(node, "cpu");
        assertThat(told.getFirst()).startsWith("8000 " + SCHEDULED + " ").doesNotEndWith("open");
        assertNoOverlap(told);

        restart();
        awaitWatermarks(1);
        assertThat(segments(node, "cpu")).isEqualTo(told);
        assertThat(segments(node, "memory")).containsExactly((32L << 30) + " " + SCHEDULED + " open");

        OPERATOR.admin().resource(node).delete();
        eventually("its record to go", () -> !kept(uid(node)));
    }

    @Test
    void aClassThatChangesUnderARunningPodChangesNothingOfThePodAlsoAfterARestart() throws Exception {
        HardwareClass hardware = OPERATOR.hardwareClass("meter-gpu");
        accelerator(hardware, "A100");
        startMeter();
        Pod pod = pods.accelerated(NAMESPACE, "accelerated", "meter-gpu", "nvidia.com/gpu");
        pods.run(pod, SCHEDULED);
        eventually("the row", () -> segments(pod, "accelerator/A100").size() == 1);

        accelerator(hardware, "H100");
        awaitWatermarks(2);
        restart();
        awaitWatermarks(2);

        assertThat(segments(pod, "accelerator/A100")).containsExactly("1000 " + SCHEDULED + " open");
        assertThat(segments(pod, "accelerator/H100")).isEmpty();
        pods.finish(pod, SCHEDULED, FINISHED);
        eventually(
                "the end",
                () -> segments(pod, "accelerator/A100").equals(List.of("1000 " + SCHEDULED + " " + FINISHED)));
    }

    private static void accelerator(HardwareClass hardware, String model) {
        OPERATOR.edit(
                hardware,
                one -> one.setSpec(new HardwareClassSpec(
                        "GPU",
                        new ComputeResources("1", "1Gi"),
                        null,
                        new Accelerator("nvidia.com/gpu", 1, model, null),
                        null,
                        null,
                        null)));
    }

    private static boolean kept(String uid) {
        return OPERATOR.admin().configMaps().inNamespace("freihafen-system").list().getItems().stream()
                .anyMatch(part -> part.getData() != null && part.getData().containsKey(uid));
    }

    private static PersistentVolume bind(String name, PersistentVolumeClaim claim) {
        PersistentVolume volume = OPERATOR.admin().resource(volume(name, claim)).create();
        phase(volume, "Bound");
        capacity(claim, "2Gi");
        return volume;
    }

    private static void capacity(PersistentVolumeClaim claim, String size) {
        OPERATOR.editStatus(claim, found -> {
            found.getStatus().setPhase("Bound");
            found.getStatus().setCapacity(Map.of("storage", new Quantity(size)));
        });
    }

    /** Each segment ends where the next begins, as the ledger demands. */
    private static void assertNoOverlap(List<String> segments) {
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i - 1).split(" ")[2])
                    .isEqualTo(segments.get(i).split(" ")[1]);
        }
    }

    @Test
    void aNodeIsToldWhileItIsReady() throws Exception {
        startMeter();
        var node = OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("meter.node.example")
                        .addToLabels("freihafen.dev/node-class", "big")
                        .addToLabels("karpenter.sh/capacity-type", "spot")
                        .endMetadata()
                        .build())
                .create();
        ready(node, "True", SCHEDULED);
        eventually("the rows", () -> api.rowsOf(uid(node)).size() == 2);
        assertThat(api.rowsOf(uid(node))).allSatisfy(row -> {
            assertThat(row.get("objectKind").asText()).isEqualTo("Node");
            assertThat(row.get("hardwareClass").asText()).isEqualTo("big");
            assertThat(row.get("capacityType").asText()).isEqualTo("Spot");
            assertThat(row.get("workloadName").asText()).isEmpty();
            assertThat(row.get("start").asText()).isEqualTo(SCHEDULED.toString());
        });

        ready(node, "False", FINISHED);
        eventually("the ends", () -> api.rowsOf(uid(node)).size() == 4);
        assertThat(api.rowsOf(uid(node)).stream().filter(row -> row.has("end")))
                .allSatisfy(row -> assertThat(row.get("end").asText()).isEqualTo(FINISHED.toString()));

        ready(node, "True", FINISHED.plusSeconds(60));
        eventually("the new segment", () -> api.rowsOf(uid(node)).size() == 6);
        OPERATOR.admin().resource(node).delete();
        eventually("its end", () -> api.rowsOf(uid(node)).size() == 8);
    }

    @Test
    void anObjectWithAbsurdFactsIsCountedAndStopsNothing() throws Exception {
        var node = OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("absurd")
                        .endMetadata()
                        .build())
                .create();
        OPERATOR.editStatus(
                node,
                found -> found.getStatus()
                        .setCapacity(Map.of("example.com/device", new Quantity("9223372036854775807"))));
        ready(node, "True", SCHEDULED);
        startMeter();
        Pod pod = pods.step(NAMESPACE, "beside");
        pods.run(pod, SCHEDULED);
        eventually("the other's rows", () -> api.rowsOf(uid(pod)).size() == 2);
        awaitWatermarks(2);
        assertThat(metrics.get("freihafen.meter.unmeterable").gauge().value()).isEqualTo(1);
        OPERATOR.admin().resource(node).delete();
    }

    @Test
    void theLagIsMeasuredByTheServersTime() throws Exception {
        startMeter();
        awaitWatermarks(2);
        eventually("the lag of one that keeps up", () -> lagSeconds() > -1.0 && lagSeconds() < 5.0);
        api.down(true);
        eventually("the lag of one that cannot tell", () -> lagSeconds() > 5.0);
    }

    private double lagSeconds() {
        return metrics.get("freihafen.meter.lag").timeGauge().value();
    }
}
