package dev.freihafen.operator.meter;

import static dev.freihafen.operator.outbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
        PersistentVolumeClaim claim = OPERATOR.admin().resource(claim("data")).create();
        PersistentVolume volume =
                OPERATOR.admin().resource(volume("meter-pv", claim)).create();
        phase(volume, "Bound");
        OPERATOR.editStatus(claim, found -> {
            found.getStatus().setPhase("Bound");
            found.getStatus().setCapacity(Map.of("storage", new Quantity("2Gi")));
        });
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
        Thread.sleep(1_100);
        phase(volume, "Released");
        eventually("the exact end", () -> end(claim, "Exact") != null);
        assertThat(end(claim, "Exact"))
                .isEqualTo(OPERATOR.admin().resource(volume).get().getStatus().getLastPhaseTransitionTime());
        OPERATOR.admin().resource(volume).delete();
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
        assertThat(metrics.get("freihafen.meter.lag").timeGauge().value()).isBetween(-1.0, 5.0);
        api.down(true);
        Thread.sleep(7_000);
        assertThat(metrics.get("freihafen.meter.lag").timeGauge().value()).isGreaterThan(5.0);
    }
}
