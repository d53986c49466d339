package dev.freihafen.operator.workspace;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceStatus;
import dev.freihafen.api.v1alpha1.WorkspaceStatus.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a workspace waits for, and that it says so. */
class WorkspaceReconcilerIT extends Lab {
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
