package dev.freihafen.operator;

import static dev.freihafen.operator.Eventually.eventually;
import static dev.freihafen.operator.WholeTeam.NAMESPACE;
import static dev.freihafen.operator.WholeTeam.admin;
import static dev.freihafen.operator.WholeTeam.apply;
import static dev.freihafen.operator.WholeTeam.autoscalers;
import static dev.freihafen.operator.WholeTeam.capacity;
import static dev.freihafen.operator.WholeTeam.countQuota;
import static dev.freihafen.operator.WholeTeam.edit;
import static dev.freihafen.operator.WholeTeam.set;
import static dev.freihafen.operator.WholeTeam.stepPods;
import static dev.freihafen.operator.WholeTeam.submit;
import static dev.freihafen.operator.WholeTeam.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.Egress;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.api.v1alpha1.TeamStatus;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.operator.meter.StandInNode;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The operator as it is shipped, with a token of its own account, through the whole life of a team. */
@QuarkusTest
@QuarkusTestResource(value = AuditedCluster.class, restrictToAnnotatedClass = true)
class WholeOperatorIT {
    private static final String WORK = """
            apiVersion: freihafen.dev/v1alpha1
            kind: Workspace
            metadata: {name: lab, namespace: team-whole}
            spec: {hardwareClass: whole-small, storage: 1Gi, running: true, owner: scientist}
            ---
            apiVersion: freihafen.dev/v1alpha1
            kind: Workspace
            metadata: {name: brief, namespace: team-whole}
            spec: {hardwareClass: whole-brief, storage: 1Gi, running: true, owner: scientist}
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
    void aTeamsWholeLifeNeedsExactlyTheRightsOfTheRole() throws Exception {
        apply("""
                apiVersion: freihafen.dev/v1alpha1
                kind: HardwareClass
                metadata: {name: whole-small}
                spec: {displayName: Small, requests: {cpu: 100m, memory: 128Mi}}
                ---
                apiVersion: freihafen.dev/v1alpha1
                kind: HardwareClass
                metadata: {name: whole-brief}
                spec: {displayName: Brief, requests: {cpu: 100m, memory: 128Mi}}
                ---
                apiVersion: freihafen.dev/v1alpha1
                kind: Team
                metadata: {name: whole}
                spec: {displayName: Whole, members: [{group: whole-editors, role: Editor}]}
                ---
                apiVersion: v1
                kind: Node
                metadata: {name: whole-node}
                """);
        eventually(
                () -> admin().resources(Team.class).withName("whole").get(),
                team -> team.getStatus() != null && team.getStatus().state() == TeamStatus.State.Ready);
        countQuota();
        capacity("4");
        loseAPod();
        cancelARun();
        try (StandInNode node = new StandInNode(admin(), NAMESPACE)) {
            apply(WORK);
            PipelineRun run = submit(false);
            eventually(
                    () -> admin().resource(run).get().getStatus(),
                    status -> status != null && status.state() == RunState.Succeeded);
            eventually(() -> stepPods(), List::isEmpty);
            assertThat(AuditedCluster.api().rows().values().stream()
                            .filter(row -> row.get("type").asText().equals("Usage")
                                    && row.path("workloadName")
                                            .asText()
                                            .equals(run.getMetadata().getName())
                                    && row.has("end")))
                    .isNotEmpty();
            assertMetrics();
            eventually(() -> admin().resource(run).get() == null, gone -> gone);
            changeAndStop();
            endTheTeam();
        }

        List<JsonNode> requests = AuditedCluster.requests();
        assertThat(requests).isNotEmpty();
        assertThat(Rights.forbidden(requests)).isEmpty();
        Set<String> granted = AuditedCluster.granted();
        Set<String> used = Rights.used(requests);
        assertThat(granted)
                .as("explained in UnseenRights and not granted any more: take the reason out")
                .containsAll(UnseenRights.all());
        assertThat(used)
                .as("explained in UnseenRights as never asked for, and used: take the reason out")
                .doesNotContainAnyElementsOf(UnseenRights.NEVER_ASKED_FOR.keySet());
        assertThat(granted.stream().filter(right -> !used.contains(right)))
                .as("granted and never used: take it out of deploy/rbac/rbac.yaml, or use it here")
                .isSubsetOf(UnseenRights.all());
    }

    /** Somebody takes a pod away that the operator has seen; it looks for itself before it believes that. */
    private static void loseAPod() throws IOException {
        PipelineRun run = submit(false);
        eventually(() -> stepPods(), pods -> pods.size() == 2);
        eventually(
                () -> admin().resource(run).get().getStatus(),
                status -> status != null && status.state() == RunState.Pending);
        admin().pods().inNamespace(NAMESPACE).list().getItems().forEach(pod -> {
            edit(admin().resource(pod), found -> found.getMetadata().setFinalizers(List.of()));
            admin().resource(pod).withGracePeriod(0).delete();
        });
        eventually(
                () -> admin().resource(run).get().getStatus(),
                status -> status != null && status.state() == RunState.Failed);
    }

    /** Its pods wait for a node, and are taken away one by one. */
    private static void cancelARun() throws IOException {
        PipelineRun run = submit(false);
        eventually(() -> stepPods(), pods -> pods.size() == 2);
        admin().resource(run).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancelRequested\":true}}");
        eventually(
                () -> admin().resource(run).get().getStatus(),
                status -> status != null && status.state() == RunState.Canceled);
    }

    /** What comes and goes with changes: autoscaler, bindings, policies, a workspace without its class, a volume. */
    private static void changeAndStop() {
        capacity("8");
        eventually(() -> autoscalers(), found -> !found.isEmpty());
        edit(work(ModelEndpoint.class, "digits"), endpoint -> {
            ModelEndpointSpec spec = endpoint.getSpec();
            endpoint.setSpec(new ModelEndpointSpec(
                    spec.model(), spec.hardwareClass(), new Replicas(1, 1), spec.engine(), spec.owner()));
        });
        eventually(() -> autoscalers(), List::isEmpty);
        edit(
                admin().resources(Team.class).withName("whole"),
                team -> team.setSpec(
                        new TeamSpec("Whole", null, List.of(), null, new Egress(Egress.Mode.None, null), null)));
        eventually(
                () -> admin().network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(NAMESPACE)
                                .withName("egress")
                                .get()
                        == null,
                gone -> gone);
        eventually(() -> set("brief"), found -> found != null);
        admin().resources(HardwareClass.class).withName("whole-brief").delete();
        edit(work(Workspace.class, "brief"), workspace -> {
            WorkspaceSpec spec = workspace.getSpec();
            workspace.setSpec(
                    new WorkspaceSpec(spec.image(), spec.hardwareClass(), spec.storage(), false, spec.owner()));
        });
        eventually(() -> set("brief").getSpec().getReplicas() == 0, stopped -> stopped);
        edit(
                work(Workspace.class, "brief"),
                workspace -> workspace.getMetadata().setAnnotations(Map.of("freihafen.dev/delete-volume", "true")));
        admin().resources(Workspace.class)
                .inNamespace(NAMESPACE)
                .withName("brief")
                .delete();
        eventually(
                () -> admin().resources(Workspace.class)
                                .inNamespace(NAMESPACE)
                                .withName("brief")
                                .get()
                        == null,
                gone -> gone);
    }

    /** With work that still runs, by force. */
    private static void endTheTeam() throws IOException {
        submit(true);
        edit(
                admin().resources(Team.class).withName("whole"),
                team -> team.getMetadata().setAnnotations(new TreeMap<>(Map.of("freihafen.dev/force-delete", "true"))));
        admin().resources(Team.class).withName("whole").delete();
        var namespace = eventually(
                () -> admin().namespaces().withName(NAMESPACE).get(),
                found -> found.getMetadata().getDeletionTimestamp() != null);
        eventually(
                () -> admin().resources(PipelineRun.class)
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems(),
                List::isEmpty);
        admin().persistentVolumeClaims().inNamespace(NAMESPACE).delete();
        namespace.getSpec().setFinalizers(List.of());
        admin().raw("/api/v1/namespaces/" + NAMESPACE + "/finalize", "PUT", namespace);
        eventually(() -> admin().resources(Team.class).list().getItems(), List::isEmpty);
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
}
