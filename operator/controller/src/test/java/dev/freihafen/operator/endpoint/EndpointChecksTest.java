package dev.freihafen.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ModelEndpointStatus.State;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointChecksTest {
    @Test
    void anEndpointIsReadyWhenOnePodAnswers() {
        assertThat(EndpointChecks.check(Optional.empty(), Optional.of(ready(1)), List.of(), false))
                .isEqualTo(new EndpointChecks.Verdict(State.Ready, new Reason("Ready", "One pod answers."), 1));
    }

    @Test
    void aChangedClassIsToldWhileItAnswers() {
        assertThat(EndpointChecks.check(Optional.empty(), Optional.of(ready(2)), List.of(), true)
                        .reason())
                .isEqualTo(new Reason(
                        "ChangedAtNextStart",
                        "2 pods answer; the changed hardware class applies when the endpoint itself is changed next."));
    }

    @Test
    void aPodThatKeepsEndingFailsTheEndpoint() {
        assertThat(EndpointChecks.check(
                                Optional.empty(), Optional.of(ready(0)), List.of(pod("CrashLoopBackOff")), false)
                        .state())
                .isEqualTo(State.Failed);
    }

    @Test
    void anImageThatCannotBePulledKeepsItPending() {
        EndpointChecks.Verdict verdict =
                EndpointChecks.check(Optional.empty(), Optional.of(ready(0)), List.of(pod("ErrImagePull")), false);
        assertThat(verdict.state()).isEqualTo(State.Pending);
        assertThat(verdict.reason().code()).isEqualTo("ImagePull");
    }

    @Test
    void aPodThatLoadsTheModelIsStarting() {
        assertThat(EndpointChecks.check(Optional.empty(), Optional.of(ready(0)), List.of(new Pod()), false)
                        .state())
                .isEqualTo(State.Starting);
    }

    @Test
    void aRefusedPodIsToldWithTheQuotasFigures() {
        Deployment refused = new DeploymentBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withMessage(
                        "pods \"a\" is forbidden: exceeded quota: freihafen, requested: pods=1, used: pods=1, limited: pods=1")
                .endCondition()
                .endStatus()
                .build();
        assertThat(EndpointChecks.check(Optional.empty(), Optional.of(refused), List.of(), false)
                        .reason()
                        .code())
                .isEqualTo("Quota");
    }

    private static Deployment ready(int pods) {
        return new DeploymentBuilder()
                .withNewStatus()
                .withReadyReplicas(pods)
                .endStatus()
                .build();
    }

    private static Pod pod(String waiting) {
        return new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("server")
                .withImage("an-image")
                .withNewState()
                .withNewWaiting("told by the kubelet", waiting)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
