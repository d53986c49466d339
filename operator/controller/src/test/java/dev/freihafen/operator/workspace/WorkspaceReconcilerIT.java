package dev.freihafen.operator.workspace;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkspaceReconcilerIT {
    private static final String NAMESPACE = "team-lab";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    private static Team team;

    @BeforeAll
    static void makeATeamAndAClass() {
        team = OPERATOR.team("lab");
        OPERATOR.hardwareClass("lab-small");
    }

    @Test
    void aWorkspaceSaysWhyItWaitsUntilItAnswers() {
        Workspace workspace = create("path", "lab-small", "scientist");
        waitFor(workspace, State.Pending, "Creating");
        Pod pod = startPodAsTheControllerWould("path");

        status(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                        .endCondition()
                        .build());
        assertThat(waitFor(workspace, State.Pending, "Unschedulable").message())
                .startsWith("No node has enough free memory: wait until other work ends");

        status(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .addNewContainerStatus()
                        .withName("notebook")
                        .withImage("localhost/freihafen/ml:0.1.0")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewWaiting("not found", "ErrImagePull")
                        .endState()
                        .endContainerStatus()
                        .build());
        assertThat(waitFor(workspace, State.Pending, "ImagePull").message())
                .startsWith("The image localhost/freihafen/ml:0.1.0 cannot be pulled");

        status(pod, ready());
        WorkspaceStatus status = waitFor(workspace, State.Ready, "Ready");
        String clusterIp = OPERATOR.admin()
                .services()
                .inNamespace(NAMESPACE)
                .withName("workspace-path")
                .get()
                .getSpec()
                .getClusterIP();
        assertThat(status.address()).isEqualTo(clusterIp + ":8888");
        assertThat(status.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("Ready");
            assertThat(condition.getStatus()).isEqualTo("True");
        });
    }

    @Test
    void aMissingHardwareClassIsToldAndAwaited() {
        Workspace workspace = create("classless", "lab-later", "scientist");
        assertThat(waitFor(workspace, State.Pending, "NoHardwareClass").message())
                .startsWith("There is no hardware class lab-later: choose one");
        OPERATOR.hardwareClass("lab-later");
        waitFor(workspace, State.Pending, "Creating");
        OPERATOR.admin()
                .resources(dev.freihafen.api.v1alpha1.HardwareClass.class)
                .withName("lab-later")
                .delete();
        run(workspace, false);
        waitFor(workspace, State.Stopped, "Stopped");
        eventually(() -> replicas("classless"), replicas -> replicas == 0);
    }

    @Test
    void aHoldKeepsNewWorkFromStartingAndItsLiftStartsIt() {
        admission(new Admission(Admission.State.Held, "the budget is used up; an Admin may lift it"));
        Workspace workspace = create("held", "lab-small", "scientist");
        try {
            assertThat(waitFor(workspace, State.Pending, "Held").message())
                    .isEqualTo("New work of the team is held: the budget is used up; an Admin may lift it");
            assertThat(replicas("held")).as("nothing is made of it").isEqualTo(-1);
            assertThat(claim("held")).as("a volume costs").isNull();
        } finally {
            admission(new Admission(Admission.State.Open, null));
        }
        eventually(() -> replicas("held"), replicas -> replicas == 1);
        waitFor(workspace, State.Pending, "Creating");
    }

    @Test
    void aRunningWorkspaceOfAHeldTeamGoesOnAndAStoppedOneWaits() {
        Workspace running = create("going", "lab-small", "scientist");
        Workspace stopped = create("resting", "lab-small", "scientist");
        waitFor(running, State.Pending, "Creating");
        status(startPodAsTheControllerWould("going"), ready());
        waitFor(running, State.Ready, "Ready");
        waitFor(stopped, State.Pending, "Creating");
        run(stopped, false);
        waitFor(stopped, State.Stopped, "Stopped");
        admission(new Admission(Admission.State.Held, "the budget is used up; Finance may lift it"));
        try {
            run(stopped, true);
            assertThat(waitFor(stopped, State.Pending, "Held").message()).endsWith("Finance may lift it");
            assertThat(replicas("resting")).isZero();
            waitFor(running, State.Ready, "Ready");
            assertThat(replicas("going")).isOne();
        } finally {
            admission(new Admission(Admission.State.Open, null));
        }
        eventually(() -> replicas("resting"), replicas -> replicas == 1);
    }

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
    void aQuotaThatIsUsedUpIsTold() {
        Team tight = OPERATOR.team("tight");
        OPERATOR.admin()
                .resourceQuotas()
                .inNamespace("team-tight")
                .withName("freihafen")
                .editStatus(quota -> {
                    quota.setStatus(new io.fabric8.kubernetes.api.model.ResourceQuotaStatus(
                            Map.of("requests.storage", new Quantity("3Gi")),
                            Map.of("requests.storage", new Quantity("2Gi"))));
                    return quota;
                });
        Workspace workspace = workspace("full", "lab-small", "scientist");
        workspace.getMetadata().setNamespace(tight.getStatus().namespace());
        OPERATOR.admin().resource(workspace).create();
        assertThat(waitFor(workspace, State.Pending, "Quota").message())
                .contains("requested: requests.storage=10Gi, used: requests.storage=2Gi, limited: requests.storage=3Gi")
                .endsWith("it starts when other work of the team ends or the quota is raised.");
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
            eventually(() -> claim("swept"), WorkspaceReconcilerIT::isGone);
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

    private static Workspace create(String name, String hardwareClass, String owner) {
        return OPERATOR.admin().resource(workspace(name, hardwareClass, owner)).create();
    }

    private static Workspace workspace(String name, String hardwareClass, String owner) {
        Workspace workspace = new Workspace();
        workspace.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        workspace.setSpec(new WorkspaceSpec(null, hardwareClass, "10Gi", true, owner));
        return workspace;
    }

    private static WorkspaceStatus waitFor(Workspace workspace, State state, String reason) {
        return eventually(
                () -> OPERATOR.admin().resource(workspace).get().getStatus(),
                status -> status != null && status.state() == state && reason.equals(status.reason()));
    }

    private static void run(Workspace workspace, boolean running) {
        OPERATOR.edit(workspace, one -> {
            WorkspaceSpec spec = one.getSpec();
            one.setSpec(new WorkspaceSpec(spec.image(), spec.hardwareClass(), spec.storage(), running, spec.owner()));
        });
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

    private static void admission(Admission admission) {
        OPERATOR.edit(team, one -> {
            one.setSpec(new TeamSpec("Lab", null, List.of(), null, null, admission));
        });
    }

    private static int replicas(String name) {
        StatefulSet set = OPERATOR.admin()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .get();
        return set == null ? -1 : set.getSpec().getReplicas();
    }

    private static PersistentVolumeClaim claim(String name) {
        return OPERATOR.admin()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .get();
    }

    /** Its pod passes the namespace's Pod Security as well, or this fails. */
    private static Pod startPodAsTheControllerWould(String name) {
        PodTemplateSpec template = OPERATOR.admin()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("workspace-" + name)
                .get()
                .getSpec()
                .getTemplate();
        return OPERATOR.admin()
                .resource(new PodBuilder()
                        .withMetadata(template.getMetadata())
                        .editMetadata()
                        .withName("workspace-" + name + "-0")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
    }

    private static PodStatus ready() {
        return new PodStatusBuilder()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .build();
    }

    private static void status(Pod pod, PodStatus status) {
        OPERATOR.editStatus(pod, found -> {
            found.setStatus(status);
        });
    }
}
