package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamStatus;
import dev.freihafen.api.v1alpha1.Workspace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Teams and workspaces that are taken away, and what stays of them. */
@EndToEnd
class TeamLifecycleE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String EXPIRES_AT = "freihafen.dev/expires-at";
    private final Platform platform;
    private final KubernetesClient cluster;

    TeamLifecycleE2E(Platform platform) {
        this.platform = platform;
        this.cluster = platform.cluster();
    }

    @Test
    void aTeamWithRunningWorkGoesOnlyByForceAndItsCostsStay() {
        Crew crew = platform.crew("going", "fraud-editors");
        Run run = crew.submit("engine/sleeper.yaml", Map.of("seconds", 600));
        crew.openWorkspace("busy");
        awaitCosts(crew, "Workspace", "busy");
        awaitCosts(crew, "PipelineRun", run.id());

        Answer refused = platform.as("platform").delete(crew.path("")).expect(409);
        assertThat(refused.problem()).isEqualTo("conflict");
        assertThat(refused.field("detail")).contains("force=true");
        assertThat(refused.json().path("errors").toString()).contains("workspaces/busy", "runs/" + run.id());
        assertThat(team(crew).getMetadata().getDeletionTimestamp()).isNull();

        cluster.resources(Team.class).withName(crew.name()).delete();
        Condition waiting = awaitCondition(crew, "WorkRunning");
        assertThat(waiting.getMessage()).contains("workspace busy", "run " + run.id());
        assertThat(team(crew).getStatus().state()).isEqualTo(TeamStatus.State.Terminating);
        Answer late = crew.caller().post(crew.path("/runs"), crew.request("engine/sleeper.yaml", Map.of()));
        assertThat(late.status()).as("%s", late).isBetween(400, 499);
        assertThat(run.now().path("state").asText()).as("its work goes on").isNotIn("Canceled", "Failed");

        platform.as("platform").delete(crew.path("?force=true")).expect(202);
        awaitGone(crew);
        assertCostsStay(crew, run);
    }

    private void awaitGone(Crew crew) {
        Eventually.holds(
                "the end of team " + crew.name(),
                PATIENCE,
                () -> cluster.resources(Team.class).withName(crew.name()).get() == null,
                () -> String.valueOf(
                        cluster.resources(Team.class).withName(crew.name()).get()));
        assertThat(cluster.namespaces().withName(crew.namespace()).get()).isNull();
        assertThat(cluster.resources(Workspace.class)
                        .inNamespace(crew.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.resources(PipelineRun.class)
                        .inNamespace(crew.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.resources(ModelEndpoint.class)
                        .inNamespace(crew.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        Eventually.holds(
                "the end of the volumes of " + crew.name(),
                PATIENCE,
                () -> volumes(crew).isEmpty(),
                () -> volumes(crew).toString());
    }

    private List<String> volumes(Crew crew) {
        return cluster.persistentVolumes().list().getItems().stream()
                .filter(volume -> ofNamespace(volume, crew.namespace()))
                .map(volume -> volume.getMetadata().getName())
                .toList();
    }

    private static boolean ofNamespace(PersistentVolume volume, String namespace) {
        return volume.getSpec().getClaimRef() != null
                && namespace.equals(volume.getSpec().getClaimRef().getNamespace());
    }

    /** The ledger closes what was open: the price of an hour becomes nothing, the sum stays. */
    private void assertCostsStay(Crew crew, Run run) {
        Caller finance = platform.as("finance");
        AtomicReference<String> last = new AtomicReference<>("");
        JsonNode ended = Eventually.get(
                "the end of all charges of " + crew.name(),
                Duration.ofSeconds(120),
                () -> {
                    JsonNode costs =
                            finance.get(crew.path("/costs")).expect(200).json();
                    last.set(costs.toString());
                    return new BigDecimal(costs.path("pricePerHour")
                                                    .path("amount")
                                                    .asText())
                                            .signum()
                                    == 0
                            ? Optional.of(costs)
                            : Optional.empty();
                },
                last::get);
        assertThat(new BigDecimal(ended.path("exact").asText())).isPositive();
        assertThat(item(ended, "Workspace", "busy")).isPresent();
        assertThat(item(ended, "PipelineRun", run.id())).isPresent();
        Eventually.pause(Duration.ofSeconds(3));
        assertThat(finance.get(crew.path("/costs")).expect(200).field("exact"))
                .isEqualTo(ended.path("exact").asText());
        crew.caller().get(crew.path("/costs")).expect(404);
    }

    @Test
    void aDeletedWorkspaceKeepsItsVolumeAndGetsItBack() {
        Crew crew = platform.crew("volume", "fraud-editors");
        crew.openWorkspace("kept");
        Caller inside = platform.inWorkspacesAs(crew.person());
        String file = "/w/" + crew.name() + "/kept/api/contents/notes.txt";
        inside.put(file, Map.of("type", "file", "format", "text", "content", "what was learned"))
                .expect(200, 201);
        PersistentVolumeClaim before = claim(crew, Optional.empty());

        crew.caller().delete(crew.path("/workspaces/kept")).expect(200, 202, 204);
        Eventually.holds(
                "the end of the workspace",
                PATIENCE,
                () -> cluster.resources(Workspace.class)
                                .inNamespace(crew.namespace())
                                .withName("kept")
                                .get()
                        == null,
                () -> crew.caller().get(crew.path("/workspaces/kept")).text());
        PersistentVolumeClaim kept =
                claim(crew, Optional.of(before.getMetadata().getName()));
        Instant expiry = Instant.parse(kept.getMetadata().getAnnotations().get(EXPIRES_AT));
        assertThat(Duration.between(Instant.now(), expiry))
                .isBetween(
                        Duration.ofDays(7).minusMinutes(10), Duration.ofDays(7).plusMinutes(1));

        crew.openWorkspace("kept");
        PersistentVolumeClaim back =
                claim(crew, Optional.of(before.getMetadata().getName()));
        assertThat(back.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        Eventually.holds(
                "the end of the volume's expiry",
                PATIENCE,
                () -> !claim(crew, Optional.of(before.getMetadata().getName()))
                        .getMetadata()
                        .getAnnotations()
                        .containsKey(EXPIRES_AT),
                () -> back.getMetadata().toString());
        assertThat(inside.get(file).expect(200).field("content")).isEqualTo("what was learned");
    }

    /** The claim of the workspace {@code kept}; by name once that is known. */
    private PersistentVolumeClaim claim(Crew crew, Optional<String> name) {
        List<PersistentVolumeClaim> claims = cluster
                .persistentVolumeClaims()
                .inNamespace(crew.namespace())
                .withLabel("freihafen.dev/workload-kind", "Workspace")
                .withLabel("freihafen.dev/workload", "kept")
                .list()
                .getItems()
                .stream()
                .filter(claim -> name.isEmpty() || claim.getMetadata().getName().equals(name.get()))
                .toList();
        assertThat(claims).as("the workspace's claim").hasSize(1);
        return claims.getFirst();
    }

    private Team team(Crew crew) {
        return cluster.resources(Team.class).withName(crew.name()).require();
    }

    private Condition awaitCondition(Crew crew, String reason) {
        AtomicReference<String> last = new AtomicReference<>("");
        return Eventually.get(
                "a condition with reason " + reason,
                Duration.ofSeconds(60),
                () -> {
                    TeamStatus status = team(crew).getStatus();
                    last.set(String.valueOf(status));
                    return status.conditions().stream()
                            .filter(condition -> condition.getReason().equals(reason))
                            .findFirst();
                },
                last::get);
    }

    private static void awaitCosts(Crew crew, String kind, String name) {
        AtomicReference<String> last = new AtomicReference<>("");
        Eventually.holds(
                "a charge of " + kind + " " + name,
                Duration.ofSeconds(120),
                () -> {
                    JsonNode costs = crew.costs();
                    last.set(costs.toString());
                    return item(costs, kind, name)
                            .filter(item -> new BigDecimal(item.path("exact").asText()).signum() > 0)
                            .isPresent();
                },
                last::get);
    }

    private static Optional<JsonNode> item(JsonNode costs, String kind, String name) {
        return StreamSupport.stream(costs.path("items").spliterator(), false)
                .filter(item -> item.path("workloadKind").asText().equals(kind)
                        && item.path("workloadName").asText().equals(name))
                .findFirst();
    }
}
