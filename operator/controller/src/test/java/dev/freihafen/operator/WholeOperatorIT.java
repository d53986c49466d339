package dev.freihafen.operator;

import static dev.freihafen.operator.RunningOperator.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamStatus;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.meter.StandInNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operator as it is shipped, with a token of its own account, through the whole life of a team. */
@QuarkusTest
@QuarkusTestResource(value = AuditedCluster.class, restrictToAnnotatedClass = true)
class WholeOperatorIT {
    private static final String NAMESPACE = "team-whole";
    private static final String WORK = """
            apiVersion: freihafen.dev/v1alpha1
            kind: Workspace
            metadata: {name: lab, namespace: team-whole}
            spec: {hardwareClass: whole-small, storage: 1Gi, running: true, owner: scientist}
            ---
            apiVersion: freihafen.dev/v1alpha1
            kind: ModelEndpoint
            metadata: {name: digits, namespace: team-whole}
            spec:
              model: {uri: "pvc://models/r/pick/model", format: sklearn, name: digits}
              hardwareClass: whole-small
              replicas: {min: 1, max: 3}
              engine: Auto
              owner: scientist
            """;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Test
    void aTeamsWholeLifeNeedsNoRightThatTheRoleLacks() throws Exception {
        apply("""
                apiVersion: freihafen.dev/v1alpha1
                kind: HardwareClass
                metadata: {name: whole-small}
                spec: {displayName: Small, requests: {cpu: 100m, memory: 128Mi}}
                ---
                apiVersion: freihafen.dev/v1alpha1
                kind: Team
                metadata: {name: whole}
                spec: {displayName: Whole, members: [{group: whole-editors, role: Editor}]}
                """);
        eventually(
                () -> admin().resources(Team.class).withName("whole").get(),
                team -> team.getStatus() != null && team.getStatus().state() == TeamStatus.State.Ready);
        countQuota();
        try (StandInNode node = new StandInNode(admin(), NAMESPACE)) {
            apply(WORK);
            PipelineRun run = submit();
            eventually(
                    () -> admin().resource(run).get().getStatus(),
                    status -> status != null && status.state() == RunState.Succeeded);
            eventually(() -> admin().pods().inNamespace(NAMESPACE).list().getItems(), List::isEmpty);
            assertThat(AuditedCluster.api().rows().values().stream()
                            .filter(row -> row.get("type").asText().equals("Usage")
                                    && row.path("workloadName")
                                            .asText()
                                            .equals(run.getMetadata().getName())
                                    && row.has("end")))
                    .isNotEmpty();
            eventually(
                    () -> admin().apps()
                            .statefulSets()
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems(),
                    found -> !found.isEmpty());
            eventually(
                    () -> admin().autoscaling()
                            .v2()
                            .horizontalPodAutoscalers()
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems(),
                    found -> !found.isEmpty());
            assertMetrics();
            admin().resources(Team.class).withName("whole").delete();
            admin().resource(run).delete();
            admin().resources(Workspace.class).inNamespace(NAMESPACE).delete();
            admin().resources(ModelEndpoint.class).inNamespace(NAMESPACE).delete();
            var namespace = eventually(
                    () -> admin().namespaces().withName(NAMESPACE).get(),
                    found -> found.getMetadata().getDeletionTimestamp() != null);
            admin().persistentVolumeClaims().inNamespace(NAMESPACE).delete();
            namespace.getSpec().setFinalizers(List.of());
            admin().raw("/api/v1/namespaces/" + NAMESPACE + "/finalize", "PUT", namespace);
            eventually(() -> admin().resources(Team.class).list().getItems(), List::isEmpty);
        }

        List<JsonNode> requests = AuditedCluster.requests();
        assertThat(requests).isNotEmpty();
        assertThat(forbidden(requests)).isEmpty();
    }

    /** Requests that no role allows: not those that a quota or a policy refuses. */
    private static List<String> forbidden(List<JsonNode> requests) {
        return requests.stream()
                .filter(request -> "forbid"
                        .equals(request.path("annotations")
                                .path("authorization.k8s.io/decision")
                                .asText()))
                .map(request -> request.path("verb").asText() + " "
                        + request.path("requestURI").asText())
                .distinct()
                .toList();
    }

    private void assertMetrics() throws IOException, InterruptedException {
        String text;
        try (HttpClient http = HttpClient.newHttpClient()) {
            text = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
        assertThat(text)
                .contains(
                        "freihafen_outbox_depth",
                        "freihafen_outbox_oldest_age_seconds",
                        "freihafen_outbox_rows_total{outcome=\"accepted\"",
                        "freihafen_meter_lag_seconds",
                        "freihafen_meter_unmeterable",
                        "freihafen_runs{state=\"Succeeded\"",
                        "operator_sdk_controllers_execution_reconcile_seconds_count{controller=\"pipeline-run\"",
                        "operator_sdk_reconciliations_queue_size_workspace");
    }

    private static KubernetesClient admin() {
        return AuditedCluster.admin();
    }

    private static void apply(String yaml) {
        for (HasMetadata object : admin().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            admin().resource(object).create();
        }
    }

    /** Does what the controller of quotas does first; without it every pod is refused. */
    private static void countQuota() {
        admin().resourceQuotas()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(quota -> admin().resource(quota).editStatus(found -> {
                    found.setStatus(new ResourceQuotaStatusBuilder()
                            .withHard(found.getSpec().getHard())
                            .withUsed(found.getSpec().getHard().keySet().stream()
                                    .collect(Collectors.toMap(name -> name, name -> new Quantity("0"))))
                            .build());
                    return found;
                }));
    }

    private static PipelineRun submit() throws IOException {
        String ir = Files.readString(Path.of("../../deploy/examples/engine/sleeper.yaml"));
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(UUID.randomUUID().toString())
                .withNamespace(NAMESPACE)
                .build());
        run.setSpec(new PipelineRunSpec(
                "sleeper",
                Ir.parse(ir).digest(),
                ir,
                null,
                PipelineRunSpec.Engine.BuiltIn,
                "whole-small",
                null,
                false,
                "scientist"));
        return admin().resource(run).create();
    }
}
