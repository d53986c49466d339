package dev.freihafen.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.api.v1alpha1.WorkspaceStatus.State;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkspaceChecksTest {
    private static final Reason HELD = new Reason("Held", "New work of the team is held: the budget is used up");

    @Test
    void aStoppedWorkspaceSaysThatItsVolumeIsKept() {
        assertThat(check(false, Optional.empty(), List.of()))
                .isEqualTo(new WorkspaceChecks.Verdict(
                        State.Stopped, new Reason("Stopped", "Stopped; its volume is kept. Start it to go on.")));
    }

    @Test
    void aWorkspaceWhosePodStillEndsIsStopping() {
        assertThat(check(false, Optional.empty(), List.of(pod(true, "r1"))).state())
                .isEqualTo(State.Stopping);
    }

    @Test
    void aHeldWorkspaceWaitsWithTheReason() {
        assertThat(check(true, Optional.of(HELD), List.of()))
                .isEqualTo(new WorkspaceChecks.Verdict(State.Pending, HELD));
    }

    @Test
    void aHoldDoesNotTouchWhatRuns() {
        assertThat(check(true, Optional.of(HELD), List.of(pod(true, "r1"))).state())
                .isEqualTo(State.Ready);
    }

    @Test
    void aPodThatIsNotReadyYetIsStarting() {
        assertThat(check(true, Optional.empty(), List.of(pod(false, "r1"))).state())
                .isEqualTo(State.Starting);
    }

    @Test
    void aPodThatEndsDoesNotCountAsReady() {
        Pod ending = new PodBuilder(pod(true, "r1"))
                .editMetadata()
                .withDeletionTimestamp("2026-12-01T10:00:00Z")
                .endMetadata()
                .build();
        assertThat(check(true, Optional.empty(), List.of(ending)).state()).isEqualTo(State.Starting);
        assertThat(check(true, Optional.empty(), List.of(ending, pod(true, "r1")))
                        .state())
                .isEqualTo(State.Ready);
    }

    @Test
    void aChangeThatAppliesAtTheNextStartIsTold() {
        StatefulSet set = new StatefulSetBuilder()
                .withNewStatus()
                .withUpdateRevision("r2")
                .endStatus()
                .build();
        WorkspaceChecks.Verdict verdict = WorkspaceChecks.check(
                true, Optional.empty(), Optional.of(set), List.of(pod(true, "r1")), Optional.empty());
        assertThat(verdict.state()).isEqualTo(State.Ready);
        assertThat(verdict.reason().code()).isEqualTo("ChangedAtNextStart");
        assertThat(WorkspaceChecks.check(
                                true, Optional.empty(), Optional.of(set), List.of(pod(true, "r2")), Optional.empty())
                        .reason()
                        .code())
                .isEqualTo("Ready");
    }

    @Test
    void aRefusedPodIsToldInTheClustersWords() {
        assertThat(WorkspaceChecks.check(
                        true, Optional.empty(), Optional.empty(), List.of(), Optional.of("denied by a policy")))
                .isEqualTo(new WorkspaceChecks.Verdict(
                        State.Pending, new Reason("Refused", "The cluster refused the pod: denied by a policy")));
    }

    @Test
    void aKeptVolumeGoesBackToItsOwnerOnly() {
        PersistentVolumeClaim kept = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .addToAnnotations("freihafen.dev/expires-at", "2026-12-01T10:00:00Z")
                .addToAnnotations("freihafen.dev/owner", "scientist")
                .endMetadata()
                .build();
        assertThat(KeptVolume.hindrance(kept, workspace("scientist"))).isEmpty();
        assertThat(KeptVolume.hindrance(kept, workspace("somebody-else")))
                .contains(new Reason(
                        "VolumeKept",
                        "A volume of that name is kept for scientist until 2026-12-01T10:00:00Z: "
                                + "choose another name for the workspace."));
        assertThat(KeptVolume.hindrance(null, workspace("somebody-else"))).isEmpty();
    }

    private static WorkspaceChecks.Verdict check(boolean running, Optional<Reason> hindrance, List<Pod> pods) {
        return WorkspaceChecks.check(running, hindrance, Optional.empty(), pods, Optional.empty());
    }

    private static Pod pod(boolean ready, String revision) {
        return new PodBuilder()
                .withNewMetadata()
                .addToLabels("controller-revision-hash", revision)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Workspace workspace(String owner) {
        Workspace workspace = new Workspace();
        workspace.setSpec(new WorkspaceSpec(null, "small", "1Gi", true, owner));
        return workspace;
    }
}
