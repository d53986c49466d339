package dev.freihafen.operator.workspace;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus.State;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The volume outlives the pod, and the workspace for a while. */
class WorkspaceVolumeIT extends Lab {
    @Test
    void stoppingKeepsTheVolume() {
        Workspace workspace = create("pause", "lab-small", "scientist");
        waitFor(workspace, State.Pending, "Creating");
        run(workspace, false);
        waitFor(workspace, State.Stopped, "Stopped");
        assertThat(replicas("pause")).isZero();
        assertThat(claim("pause").getMetadata().getDeletionTimestamp()).isNull();
        run(workspace, true);
        eventually(() -> replicas("pause"), replicas -> replicas == 1);
    }

    @Test
    void theVolumeOfADeletedWorkspaceIsKeptForItsOwnerSevenDays() {
        Workspace workspace = create("kept", "lab-small", "scientist");
        waitFor(workspace, State.Pending, "Creating");
        delete(workspace);
        assertThat(claim("kept").getMetadata().getAnnotations())
                .containsEntry("freihafen.dev/expires-at", "2026-12-01T22:00:00Z");
        assertThat(claim("kept").getMetadata().getOwnerReferences()).isEmpty();

        Workspace other = create("kept", "lab-small", "somebody-else");
        assertThat(waitFor(other, State.Pending, "VolumeKept").message())
                .contains("kept for scientist until 2026-12-01T22:00:00Z");
        delete(other);
        collectGarbage("kept");

        Workspace again = create("kept", "lab-small", "scientist");
        waitFor(again, State.Pending, "Creating");
        eventually(
                () -> claim("kept").getMetadata().getAnnotations(),
                annotations -> !annotations.containsKey("freihafen.dev/expires-at"));
    }

    @Test
    void aKeptVolumeGoesWhenItsTimeHasPassed() {
        Workspace workspace = create("swept", "lab-small", "scientist");
        waitFor(workspace, State.Pending, "Creating");
        delete(workspace);
        OPERATOR.clock().moveTo(RunningOperator.START.plus(Duration.ofDays(7)));
        try {
            admission(new Admission(Admission.State.Open, "a change that makes the operator look"));
            eventually(() -> claim("swept"), WorkspaceVolumeIT::isGone);
        } finally {
            OPERATOR.clock().moveTo(RunningOperator.START);
        }
    }

    @Test
    void aVolumeThatIsToBeDeletedGoesAtOnce() {
        Workspace workspace = create("wiped", "lab-small", "scientist");
        waitFor(workspace, State.Pending, "Creating");
        OPERATOR.edit(workspace, one -> {
            one.getMetadata().setAnnotations(Map.of("freihafen.dev/delete-volume", "true"));
        });
        delete(workspace);
        assertThat(claim("wiped")).satisfies(claim -> assertThat(isGone(claim)).isTrue());
    }

    private static boolean isGone(PersistentVolumeClaim claim) {
        return claim == null || claim.getMetadata().getDeletionTimestamp() != null;
    }

    private static void delete(Workspace workspace) {
        OPERATOR.admin().resource(workspace).delete();
        eventually(() -> OPERATOR.admin().resource(workspace).get() == null, gone -> gone);
    }

    /** The garbage collector's work: what the deleted workspace owned goes. */
    private static void collectGarbage(String name) {
        var admin = OPERATOR.admin();
        admin.apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .delete();
        admin.services().inNamespace(NAMESPACE).withName("workspace-" + name).delete();
        admin.secrets().inNamespace(NAMESPACE).withName("workspace-" + name).delete();
    }
}
