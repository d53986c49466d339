package dev.freihafen.operator.meter;

import static dev.freihafen.operator.outbox.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.operator.RunningOperator;
import dev.freihafen.operator.outbox.FeedServer;
import dev.freihafen.operator.outbox.HttpOutbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The meter, with the rights of the operator, against a real API server and a platform API that can be away. */
class MeterIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    private static final String TEAM = "metered";
    private static final String NAMESPACE = "team-metered";
    private static final Instant SCHEDULED = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    private static final Instant FINISHED = SCHEDULED.plusSeconds(125);

    private static MeteredPods pods;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private FeedServer api;
    private HttpOutbox outbox;
    private Meter meter;

    @BeforeAll
    static void makeATeam() {
        OPERATOR.team(TEAM);
        pods = new MeteredPods(OPERATOR.admin());
        OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(MeteredPods.NODE)
                        .endMetadata()
                        .withNewStatus()
                        .withAllocatable(Map.of("cpu", new Quantity("8"), "memory", new Quantity("32Gi")))
                        .endStatus()
                        .build())
                .create();
        OPERATOR.admin()
                .resourceQuotas()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(MeterIT::countQuota);
    }

    @AfterAll
    static void removeTheNode() {
        OPERATOR.admin().nodes().withName(MeteredPods.NODE).delete();
    }

    /** Does what the controller of quotas does first; without it every pod is refused. */
    private static void countQuota(ResourceQuota quota) {
        OPERATOR.editStatus(
                quota,
                found -> found.setStatus(new ResourceQuotaStatusBuilder()
                        .withHard(found.getSpec().getHard())
                        .withUsed(found.getSpec().getHard().keySet().stream()
                                .collect(Collectors.toMap(name -> name, name -> new Quantity("0"))))
                        .build()));
    }

    @BeforeEach
    void startAnApi() throws IOException {
        api = new FeedServer();
        open.push(api);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private void startMeter() throws IOException, InterruptedException {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(OPERATOR.admin().getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:freihafen-system:operator")
                        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                        .build())
                .build();
        open.push(client);
        outbox = api.outbox(metrics);
        meter = new Meter(
                client, outbox, metrics, new Meter.Pace(Duration.ofMillis(300), Duration.ofMillis(200), 100_000));
        open.push(meter);
        meter.start();
    }

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
    void aDeletedStepStaysUntilItsEndWasAcknowledged() throws Exception {
        startMeter();
        Pod pod = pods.step(NAMESPACE, "kept");
        pods.run(pod, SCHEDULED);
        eventually("the open rows", () -> api.rowsOf(uid(pod)).size() == 2);
        api.down(true);
        pods.finish(pod, SCHEDULED, FINISHED);
        OPERATOR.admin().resource(pod).withGracePeriod(0).delete();
        Thread.sleep(1_500);
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

    private void awaitWatermarks(int more) throws InterruptedException {
        long seen = watermarks(api).count();
        eventually("watermarks", () -> watermarks(api).count() >= seen + more);
    }

    private static Stream<JsonNode> watermarks(FeedServer api) {
        return api.batches().stream().filter(batch -> batch.has("watermark")).map(batch -> batch.get("watermark"));
    }

    private static boolean anyFull(FeedServer api) {
        return watermarks(api).anyMatch(watermark -> watermark.path("full").asBoolean());
    }

    private List<String> fullList() throws InterruptedException {
        eventually("a full list", () -> anyFull(api));
        return watermarks(api)
                .filter(watermark -> watermark.path("full").asBoolean())
                .flatMap(watermark -> watermark.get("objects").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    private List<String> sentOf(Pod pod) {
        return api.batches().stream()
                .flatMap(batch -> batch.get("rows").valueStream())
                .filter(row -> row.path("objectUid").asText().equals(uid(pod)))
                .map(row -> row.get("id").asText())
                .toList();
    }

    private List<String> ids(Pod... which) {
        return Stream.of(which)
                .flatMap(pod -> api.rowsOf(uid(pod)).stream())
                .map(row -> row.get("id").asText())
                .toList();
    }

    private JsonNode row(Pod pod, String resource, long quantity) {
        return api.rowsOf(uid(pod)).stream()
                .filter(row -> row.get("resource").asText().equals(resource)
                        && row.get("quantity").asLong() == quantity)
                .reduce((one, other) -> other)
                .orElse(null);
    }

    private String endOf(Pod pod, long quantity) {
        return api.rowsOf(uid(pod)).stream()
                .filter(row -> row.get("quantity").asLong() == quantity && row.has("end"))
                .map(row -> row.get("end").asText())
                .findFirst()
                .orElse(null);
    }

    private JsonNode quality(PersistentVolumeClaim claim, String quality) {
        return api.rowsOf(uid(claim)).stream()
                .filter(row -> row.has("end") && row.get("quality").asText().equals(quality))
                .findFirst()
                .orElse(null);
    }

    private String end(PersistentVolumeClaim claim, String quality) {
        JsonNode row = quality(claim, quality);
        return row == null ? null : row.get("end").asText();
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    private static void ready(Node node, String status, Instant since) {
        OPERATOR.editStatus(node, found -> {
            if (found.getStatus().getCapacity() == null
                    || found.getStatus().getCapacity().isEmpty()) {
                found.getStatus().setCapacity(Map.of("cpu", new Quantity("8"), "memory", new Quantity("32Gi")));
            }
            found.getStatus()
                    .setConditions(List.of(new NodeConditionBuilder()
                            .withType("Ready")
                            .withStatus(status)
                            .withReason("Test")
                            .withMessage("test")
                            .withLastHeartbeatTime(since.toString())
                            .withLastTransitionTime(since.toString())
                            .build()));
        });
    }

    private static void phase(PersistentVolume volume, String phase) {
        OPERATOR.editStatus(volume, found -> found.getStatus().setPhase(phase));
    }

    private static PersistentVolumeClaim claim(String name) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fast")
                .withVolumeName("meter-pv")
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("2Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    private static PersistentVolume volume(String name, PersistentVolumeClaim claim) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fast")
                .withAccessModes("ReadWriteOnce")
                .addToCapacity("storage", new Quantity("2Gi"))
                .withNewClaimRef()
                .withKind("PersistentVolumeClaim")
                .withNamespace(NAMESPACE)
                .withName(claim.getMetadata().getName())
                .withUid(uid(claim))
                .endClaimRef()
                .withNewHostPath()
                .withPath("/data")
                .endHostPath()
                .endSpec()
                .build();
    }
}
