package dev.freihafen.operator.team;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.api.v1alpha1.Egress;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.api.v1alpha1.TeamStatus.State;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TeamReconcilerIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    @Test
    void aTeamGetsANamespaceThatAdmitsRestrictedPodsOnly() {
        Team team = OPERATOR.team("alpha");
        assertThat(team.getStatus().namespace()).isEqualTo("team-alpha");
        assertThat(team.getStatus().message()).isEqualTo("Namespace team-alpha takes work.");
        Namespace namespace = namespace("team-alpha");
        assertThat(namespace.getMetadata().getAnnotations())
                .containsEntry("freihafen.dev/team-uid", team.getMetadata().getUid());
        assertThatThrownBy(() -> OPERATOR.admin()
                        .resource(new PodBuilder()
                                .withNewMetadata()
                                .withName("root")
                                .withNamespace("team-alpha")
                                .endMetadata()
                                .withNewSpec()
                                .withServiceAccountName("workload")
                                .addNewContainer()
                                .withName("root")
                                .withImage("an-image")
                                .endContainer()
                                .endSpec()
                                .build())
                        .create())
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void aForeignNamespaceIsNeverAdopted() {
        OPERATOR.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team-foreign")
                        .addToLabels("colour", "blue")
                        .endMetadata()
                        .build())
                .create();
        Team team = create("foreign");
        Team found = eventually(() -> get(team), one -> state(one) == State.Conflict);
        assertThat(found.getStatus().message())
                .isEqualTo("Namespace team-foreign exists and was not made for this team: delete it, "
                        + "or give the team another name.");
        assertThat(namespace("team-foreign").getMetadata().getLabels())
                .isEqualTo(Map.of("colour", "blue", "kubernetes.io/metadata.name", "team-foreign"));
        OPERATOR.admin().resource(team).delete();
        eventually(() -> get(team) == null, gone -> gone);
        assertThat(namespace("team-foreign").getMetadata().getDeletionTimestamp())
                .isNull();
    }

    @Test
    void anObjectOfSomebodyElseIsLeftAsItIsAndTold() {
        Team team = OPERATOR.team("shared");
        ResourceQuota quota = OPERATOR.admin()
                .resourceQuotas()
                .inNamespace("team-shared")
                .withName("freihafen")
                .get();
        OPERATOR.edit(quota, found -> found.getMetadata().setLabels(Map.of("colour", "blue")));
        rename(team, "Shared again");
        Team found = eventually(() -> get(team), one -> state(one) == State.Conflict);
        assertThat(found.getStatus().message())
                .isEqualTo("ResourceQuota freihafen exists and was not made by Freihafen: rename or delete it.");
    }

    @Test
    void anEgressThatIsTakenBackTakesItsPolicyAway() {
        Team team = OPERATOR.team("quiet");
        assertThat(policies("team-quiet")).contains("egress", "default-deny", "dns", "from-platform", "own-namespace");
        OPERATOR.edit(team, one -> {
            one.setSpec(new TeamSpec("Quiet", null, List.of(), null, new Egress(Egress.Mode.None, null), null));
        });
        eventually(() -> policies("team-quiet"), names -> !names.contains("egress"));
        assertThat(policies("team-quiet")).contains("default-deny");
    }

    @Test
    void deletingATeamWaitsForItsWorkAndTakesNoNewOne() {
        Team team = OPERATOR.team("leaving");
        Workspace workspace = workspace("team-leaving", "notes");
        OPERATOR.admin().resource(workspace).create();
        OPERATOR.admin().resource(team).delete();
        Team found = eventually(() -> get(team), one -> state(one) == State.Terminating);
        assertThat(found.getStatus().message())
                .isEqualTo("Waits for workspace notes: end it, or annotate the team with "
                        + "freihafen.dev/force-delete=true.");
        assertThatThrownBy(() -> OPERATOR.admin()
                        .resource(workspace("team-leaving", "late"))
                        .create())
                .hasMessageContaining("team leaving is being deleted and takes no new work");
        assertThat(namespace("team-leaving").getMetadata().getDeletionTimestamp())
                .isNull();

        OPERATOR.edit(workspace, one -> {
            one.setSpec(new WorkspaceSpec(null, "none", "1Gi", false, "scientist"));
        });
        OPERATOR.endNamespace("team-leaving");
        eventually(() -> get(team) == null, gone -> gone);
        assertThat(OPERATOR.admin().resource(workspace).get()).isNull();
    }

    @Test
    void aForcedDeletionDoesNotWait() {
        Team team = OPERATOR.team("forced");
        OPERATOR.admin().resource(workspace("team-forced", "notes")).create();
        OPERATOR.edit(team, one -> {
            one.getMetadata().setAnnotations(Map.of("freihafen.dev/force-delete", "true"));
        });
        OPERATOR.admin().resource(team).delete();
        OPERATOR.endNamespace("team-forced");
        eventually(() -> get(team) == null, gone -> gone);
    }

    private static Team create(String name) {
        Team team = new Team();
        team.setMetadata(new ObjectMetaBuilder().withName(name).build());
        team.setSpec(new TeamSpec(name, null, List.of(), null, null, null));
        return OPERATOR.admin().resource(team).create();
    }

    private static void rename(Team team, String displayName) {
        OPERATOR.edit(team, one -> {
            one.setSpec(new TeamSpec(displayName, null, List.of(), null, null, null));
        });
    }

    private static Workspace workspace(String namespace, String name) {
        Workspace workspace = new Workspace();
        workspace.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        workspace.setSpec(new WorkspaceSpec(null, "none", "1Gi", true, "scientist"));
        return workspace;
    }

    private static Team get(Team team) {
        return OPERATOR.admin().resource(team).get();
    }

    private static State state(Team team) {
        return team == null || team.getStatus() == null
                ? null
                : team.getStatus().state();
    }

    private static Namespace namespace(String name) {
        return OPERATOR.admin().namespaces().withName(name).get();
    }

    private static List<String> policies(String namespace) {
        return OPERATOR.admin().network().networkPolicies().inNamespace(namespace).list().getItems().stream()
                .map(policy -> policy.getMetadata().getName())
                .toList();
    }
}
