package dev.freihafen.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PodReasonsTest {
    @Test
    void theResourceThatIsShortIsNamed() {
        Pod pod = unschedulable("0/3 nodes are available: 1 Insufficient memory, 2 Insufficient nvidia.com/gpu. "
                + "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.");
        assertThat(PodReasons.of(pod)).hasValueSatisfying(reason -> {
            assertThat(reason.code()).isEqualTo("Unschedulable");
            assertThat(reason.message())
                    .startsWith("No node has enough free memory and nvidia.com/gpu: wait until other work ends,")
                    .contains("0/3 nodes are available");
        });
    }

    @Test
    void aTaintThatKeepsItAwayIsToldInTheSchedulersWords() {
        Pod pod = unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint {spot: true}.");
        assertThat(PodReasons.of(pod))
                .hasValueSatisfying(reason -> assertThat(reason.message())
                        .startsWith("No node takes it:")
                        .endsWith("1 node(s) had untolerated taint {spot: true}."));
    }

    @Test
    void theImageThatCannotBePulledIsNamed() {
        assertThat(PodReasons.of(waiting("ImagePullBackOff", "Back-off pulling image")))
                .contains(
                        new Reason(
                                "ImagePull",
                                "The image example.com/lab:9 cannot be pulled: check its name and that the cluster may read its registry."));
    }

    @Test
    void aContainerThatKeepsEndingIsToldWithItsExitCode() {
        Pod pod = new PodBuilder(waiting("CrashLoopBackOff", "back-off"))
                .editStatus()
                .editFirstContainerStatus()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(137)
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build();
        assertThat(PodReasons.of(pod))
                .contains(
                        new Reason("Crashing", "Container notebook keeps ending with exit code 137: look at its log."));
    }

    @Test
    void aQuotaThatIsUsedUpIsToldWithItsFigures() {
        assertThat(PodReasons.refused(
                        "create Pod a-0 failed error: pods \"a-0\" is forbidden: exceeded quota: freihafen, "
                                + "requested: requests.cpu=1, used: requests.cpu=16, limited: requests.cpu=16"))
                .isEqualTo(new Reason(
                        "Quota",
                        "The team's quota is used up (exceeded quota: freihafen, requested: requests.cpu=1, "
                                + "used: requests.cpu=16, limited: requests.cpu=16); it starts when other work of the "
                                + "team ends or the quota is raised."));
    }

    @Test
    void nothingHindersAPodThatRuns() {
        assertThat(PodReasons.of(new PodBuilder()
                        .withNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build()))
                .isEmpty();
        assertThat(PodReasons.of(waiting("ContainerCreating", null))).isEmpty();
        assertThat(PodReasons.of(new Pod())).isEmpty();
    }

    private static Pod unschedulable(String message) {
        return new PodBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod waiting(String reason, String message) {
        return new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("notebook")
                .withImage("example.com/lab:9")
                .withNewState()
                .withNewWaiting(message, reason)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
