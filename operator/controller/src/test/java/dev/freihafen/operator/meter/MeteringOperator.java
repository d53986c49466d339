package dev.freihafen.operator.meter;

import static dev.freihafen.operator.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.Team;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A meter with the rights of the operator, a real API server, and a platform API that can be away. */
abstract class MeteringOperator {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    static final String TEAM = "metered";
    static final String NAMESPACE = "team-metered";
    static final Instant SCHEDULED = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    static final Instant FINISHED = SCHEDULED.plusSeconds(125);

    static MeteredPods pods;

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Deque<AutoCloseable> open = new ArrayDeque<>();
    FeedServer api;
    HttpOutbox outbox;
    Meter meter;

    @BeforeAll
    static void makeATeam() {
        // The API server is the same for all classes of a run.
        boolean isFirst = OPERATOR.admin().resources(Team.class).withName(TEAM).get() == null;
        if (isFirst) {
            OPERATOR.team(TEAM);
        }
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
                .forEach(MeteringOperator::countQuota);
    }

    @AfterAll
    static void removeTheNode() {
        OPERATOR.admin().nodes().withName(MeteredPods.NODE).delete();
    }

    /** Does what the controller of quotas does first; without it every pod is refused. */
    static void countQuota(ResourceQuota quota) {
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

    void startMeter() throws IOException, InterruptedException {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(OPERATOR.admin().getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:freihafen-system:operator")
                        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                        .build())
                .build();
        open.push(client);
        outbox = api.outbox(metrics);
        meter = new Meter(
                client,
                "freihafen-system",
                outbox,
                metrics,
                new Meter.Pace(Duration.ofMillis(300), Duration.ofMillis(200), 100_000));
        open.push(meter);
        meter.start();
    }

    /** The operator ends and is started again, and the platform API that it then meets knows nothing. */
    void restart() throws IOException, InterruptedException {
        meter.close();
        startAnApi();
        startMeter();
    }

    /** The rows of an object as quantity, start and end, in the order of their starts; open ones that ended are left out. */
    List<String> segments(HasMetadata object, String resource) {
        Map<String, String> byStart = new TreeMap<>();
        for (JsonNode row : api.rowsOf(uid(object))) {
            if (row.get("resource").asText().equals(resource)) {
                String segment = row.get("quantity").asText() + " "
                        + row.get("start").asText() + " " + row.path("end").asText("open");
                byStart.merge(
                        row.get("start").asText() + " " + row.get("quantity").asText(),
                        segment,
                        (one, other) -> one.endsWith("open") ? other : one);
            }
        }
        return List.copyOf(byStart.values());
    }

    void awaitWatermarks(int more) throws InterruptedException {
        long seen = watermarks(api).count();
        eventually("watermarks", () -> watermarks(api).count() >= seen + more);
    }

    static Stream<JsonNode> watermarks(FeedServer api) {
        return api.batches().stream().filter(batch -> batch.has("watermark")).map(batch -> batch.get("watermark"));
    }

    static boolean anyFull(FeedServer api) {
        return watermarks(api).anyMatch(watermark -> watermark.path("full").asBoolean());
    }

    List<String> fullList() throws InterruptedException {
        eventually("a full list", () -> anyFull(api));
        return watermarks(api)
                .filter(watermark -> watermark.path("full").asBoolean())
                .flatMap(watermark -> watermark.get("objects").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    List<String> sentOf(Pod pod) {
        return api.batches().stream()
                .flatMap(batch -> batch.get("rows").valueStream())
                .filter(row -> row.path("objectUid").asText().equals(uid(pod)))
                .map(row -> row.get("id").asText())
                .toList();
    }

    List<String> ids(Pod... which) {
        return Stream.of(which)
                .flatMap(pod -> api.rowsOf(uid(pod)).stream())
                .map(row -> row.get("id").asText())
                .toList();
    }

    JsonNode row(Pod pod, String resource, long quantity) {
        return api.rowsOf(uid(pod)).stream()
                .filter(row -> row.get("resource").asText().equals(resource)
                        && row.get("quantity").asLong() == quantity)
                .reduce((one, other) -> other)
                .orElse(null);
    }

    String endOf(Pod pod, long quantity) {
        return api.rowsOf(uid(pod)).stream()
                .filter(row -> row.get("quantity").asLong() == quantity && row.has("end"))
                .map(row -> row.get("end").asText())
                .findFirst()
                .orElse(null);
    }

    JsonNode quality(PersistentVolumeClaim claim, String quality) {
        return api.rowsOf(uid(claim)).stream()
                .filter(row -> row.has("end") && row.get("quality").asText().equals(quality))
                .findFirst()
                .orElse(null);
    }

    String end(PersistentVolumeClaim claim, String quality) {
        JsonNode row = quality(claim, quality);
        return row == null ? null : row.get("end").asText();
    }

    static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    static void ready(Node node, String status, Instant since) {
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

    static void phase(PersistentVolume volume, String phase) {
        OPERATOR.editStatus(volume, found -> found.getStatus().setPhase(phase));
    }

    static PersistentVolumeClaim claim(String name, String volume) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fast")
                .withVolumeName(volume)
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("2Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    static PersistentVolume volume(String name, PersistentVolumeClaim claim) {
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
