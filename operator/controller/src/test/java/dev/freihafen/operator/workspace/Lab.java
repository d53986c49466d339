package dev.freihafen.operator.workspace;

import static dev.freihafen.operator.Eventually.eventually;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.api.v1alpha1.WorkspaceStatus.State;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workspaces of one team in a real API server, and the operator that reconciles them. */
abstract class Lab {
    static final String NAMESPACE = "team-lab";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    private static Team team;

    @BeforeAll
    static void makeATeamAndAClass() {
        // The API server is the same for all classes of a run.
        team = OPERATOR.admin().resources(Team.class).withName("lab").get();
        if (team == null) {
            team = OPERATOR.team("lab");
            OPERATOR.hardwareClass("lab-small");
        }
    }

    static Workspace create(String name, String hardwareClass, String owner) {
        return OPERATOR.admin().resource(workspace(name, hardwareClass, owner)).create();
    }

    static Workspace workspace(String name, String hardwareClass, String owner) {
        Workspace workspace = new Workspace();
        workspace.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        workspace.setSpec(new WorkspaceSpec(null, hardwareClass, "10Gi", true, owner));
        return workspace;
    }

    static WorkspaceStatus waitFor(Workspace workspace, State state, String reason) {
        return eventually(
                () -> OPERATOR.admin().resource(workspace).get().getStatus(),
                status -> status != null && status.state() == state && reason.equals(status.reason()));
    }

    static void run(Workspace workspace, boolean running) {
        OPERATOR.edit(workspace, one -> {
            WorkspaceSpec spec = one.getSpec();
            one.setSpec(new WorkspaceSpec(spec.image(), spec.hardwareClass(), spec.storage(), running, spec.owner()));
        });
    }

    static void admission(Admission admission) {
        OPERATOR.edit(team, one -> {
            one.setSpec(new TeamSpec("Lab", null, List.of(), null, null, admission));
        });
    }

    static int replicas(String name) {
        StatefulSet set = OPERATOR.admin()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .get();
        return set == null ? -1 : set.getSpec().getReplicas();
    }

    static PersistentVolumeClaim claim(String name) {
        return OPERATOR.admin()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .get();
    }
}
