package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs against a real API server; the test plays the node and the meter. */
class PipelineRunIT {
    private static final List<String> DIGITS = List.of(
            "for-loop-2-0/train#1",
            "for-loop-2-1/train#1",
            "for-loop-2-2/train#1",
            "load#1",
            "pick#1",
            "publish-models#1");

    @RegisterExtension
    static final RunCluster CLUSTER = new RunCluster();

    private final TeamOnCluster team = CLUSTER.team();

    @AfterEach
    void close() throws Exception {
        team.close();
    }

    @Test
    void theDigitsRunEndsSucceededAndItsPodsGoOnceAllIsAcknowledged() {
        team.outbox().away(true);
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");

        team.awaitState(run, RunState.Succeeded);
        assertThat(team.kubelet().executions().keySet()).containsExactlyElementsOf(DIGITS);
        assertThat(team.pods(run)).as("kept while the API is away").hasSize(6);

        team.outbox().away(false);
        eventually("pods to go", () -> team.pods(run).isEmpty());
        assertThat(team.outbox().rows(FeedRow.RunEvent.class))
                .allSatisfy(event -> assertThat(event.teamUid()).isEqualTo(team.uid()))
                .extracting(FeedRow.RunEvent::state)
                .contains("Succeeded");
        assertThat(team.outbox().rows(FeedRow.RunCreated.class)).singleElement().satisfies(created -> {
            assertThat(created.id()).isEqualTo("created/" + run.getMetadata().getUid());
            assertThat(created.run()).isEqualTo(run.getMetadata().getName());
            assertThat(created.team()).isEqualTo(team.name());
            assertThat(created.teamUid()).isEqualTo(team.uid());
            assertThat(created.owner()).isEqualTo("scientist");
            assertThat(created.pipeline()).isEqualTo(run.getSpec().pipeline());
            assertThat(created.digest()).isEqualTo(run.getSpec().versionDigest());
            assertThat(created.createdAt()).isEqualTo(run.getMetadata().getCreationTimestamp());
        });
        assertThat(team.outbox().rows(FeedRow.Log.class))
                .extracting(log -> log.step() + " says " + log.text())
                .contains("load says this is load\n", "for-loop-2-1/train says this is for-loop-2-1/train\n");
        assertThat(team.outbox().rows(FeedRow.StepEvent.class)).anySatisfy(event -> {
            assertThat(event.step()).isEqualTo("pick");
            assertThat(event.state()).isEqualTo("Succeeded");
            assertThat(event.artifacts()).isNotNull();
        });
    }

    @Test
    void stepPodsAreRestrictedAndShareTheRunsVolume() {
        team.kubelet().stopScheduling();
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");

        eventually("the first pod", () -> !team.pods(run).isEmpty());
        Pod pod = team.pods(run).getFirst();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getVolumes())
                .allSatisfy(volume -> assertThat(volume.getProjected()).isNull());
        assertThat(pod.getMetadata().getFinalizers()).containsExactly("freihafen.dev/meter");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("freihafen.dev/run", run.getMetadata().getName())
                .containsEntry("freihafen.dev/team", team.name())
                .containsEntry("freihafen.dev/workload-kind", "PipelineRun");
        assertThat(pod.getSpec().getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .containsExactly("run-" + run.getMetadata().getName());
        assertThat(team.volume(run).getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getUid())
                .containsExactly(run.getMetadata().getUid());
    }

    @Test
    void anOperatorThatIsStartedAgainAndAgainRunsEachStepOnce() {
        PipelineRun run = team.submit("digits/pipeline.yaml");
        while (!team.state(run).map(RunState::isTerminal).orElse(false)) {
            String before = version(run);
            AutoCloseable operator = team.startOperator();
            eventually("the run to go on", () -> !version(run).equals(before));
            RunCluster.close(operator);
        }

        assertThat(team.state(run)).contains(RunState.Succeeded);
        assertThat(team.kubelet().executions().keySet()).containsExactlyElementsOf(DIGITS);
        assertThat(team.kubelet().executions().values()).containsOnly(1);
    }

    private String version(PipelineRun run) {
        return team.client().resource(run).get().getMetadata().getResourceVersion();
    }

    @Test
    void aStepThatEndedWhileNoOperatorWasThereIsNotRunAgain() {
        team.kubelet().hold("load");
        AutoCloseable operator = team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");
        team.awaitStep(run, "load", StepStatus.State.Running);
        RunCluster.close(operator);
        team.kubelet().release("load");
        eventually(
                "the pod to end",
                () -> team.pods(run).getFirst().getStatus().getPhase().equals("Succeeded"));

        team.startOperator();

        team.awaitState(run, RunState.Succeeded);
        assertThat(team.kubelet().executions()).containsEntry("load#1", 1).hasSize(6);
    }

    @Test
    void twoOperatorsThatBothBelieveToLeadRunEachStepOnce() {
        team.startOperator();
        team.startOperator();
        PipelineRun run = team.submit("engine/loop.yaml");

        team.awaitState(run, RunState.Succeeded);
        assertThat(team.kubelet().executions()).hasSize(5);
        assertThat(team.kubelet().executions().values()).containsOnly(1);
        assertThat(team.run(run).getStatus().steps()).hasSize(5);
    }

    @Test
    void aRefusalByTheQuotaIsToldAndTriedAgain() {
        team.quota(0, 0);
        team.startOperator();
        PipelineRun run = team.submit("engine/nested.yaml");

        eventually(
                "the reason",
                () -> "Quota"
                        .equals(
                                team.run(run).getStatus() == null
                                        ? null
                                        : team.run(run).getStatus().reason()));
        assertThat(team.run(run).getStatus().message())
                .contains("exceeded quota")
                .contains("limited: pods=0");
        assertThat(team.run(run).getStatus().state()).isEqualTo(RunState.Queued);
        assertThat(team.pods(run)).isEmpty();

        team.quota(20, 0);
        team.awaitState(run, RunState.Succeeded);
    }

    @Test
    void aPodThatTheClusterWillNeverTakeFailsTheRunAtOnceWithItsWords() {
        team.startOperator();
        String image = "image: localhost/freihafen/ml:0.1.0";
        PipelineRun run = team.submitIr(TeamOnCluster.read("engine/nested.yaml")
                .replace(image, image + "\n        resources: {resourceCpuRequest: '2', resourceCpuLimit: '1'}"));

        team.awaitState(run, RunState.Failed);
        assertThat(team.run(run).getStatus().reason()).isEqualTo("StepFailed");
        assertThat(team.run(run).getStatus().message()).contains("must be less than or equal to cpu limit");
        assertThat(team.run(run).getStatus().steps())
                .filteredOn(step -> step.state() != StepStatus.State.Skipped)
                .singleElement()
                .satisfies(step -> assertThat(step.reason()).isEqualTo("PodRefused"));
        assertThat(team.pods(run)).isEmpty();
    }

    @Test
    void aStepThatReservesNoQuantityFailsTheRunWithTheClustersWords() {
        team.startOperator();
        String image = "image: localhost/freihafen/ml:0.1.0";
        PipelineRun run = team.submitIr(TeamOnCluster.read("engine/nested.yaml")
                .replace(
                        image,
                        image + "\n        resources: {resourceCpuRequest: \"lots{{$.inputs.parameters['n']}}\"}"));

        team.awaitState(run, RunState.Failed);
        assertThat(team.run(run).getStatus().message()).contains("quantities must match the regular expression");
        assertThat(team.pods(run)).isEmpty();
    }

    @Test
    void whatTheEngineCannotRunFailsWithAListAndMakesNothing() {
        team.startOperator();
        PipelineRun run = team.submit("engine/importer.yaml");

        team.awaitState(run, RunState.Failed);
        assertThat(team.run(run).getStatus().reason()).isEqualTo("EngineUnsupported");
        assertThat(team.run(run).getStatus().message())
                .contains(
                        "$.deploymentSpec.executors.exec-importer.importer: the built-in engine does not run importers");
        assertThat(team.pods(run)).isEmpty();
    }

    @Test
    void aRunOfAHeldTeamWaitsAndBeginsWhenTheHoldIsLifted() {
        team.admission(new Admission(Admission.State.Held, "the budget is used up, ask Finance"));
        team.startOperator();
        PipelineRun run = team.submit("engine/nested.yaml");

        team.awaitState(run, RunState.Queued);
        assertThat(team.run(run).getStatus().reason()).isEqualTo("Held");
        assertThat(team.run(run).getStatus().message()).contains("the budget is used up, ask Finance");
        assertThat(team.pods(run)).isEmpty();

        team.admission(new Admission(Admission.State.Open, null));
        team.awaitState(run, RunState.Succeeded);
    }

    @Test
    void aRunThatATeamTookBeforeItWasDeletedComesToItsEnd() {
        PipelineRun run = team.submit("engine/nested.yaml");
        team.deleteButKeep();
        team.startOperator();

        team.awaitState(run, RunState.Succeeded);
    }

    @Test
    void aRunThatHasBegunGoesOnWhenItsTeamIsHeld() {
        team.kubelet().hold("load");
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");
        team.awaitStep(run, "load", StepStatus.State.Running);

        team.admission(new Admission(Admission.State.Held, "the budget is used up"));
        team.kubelet().release("load");

        team.awaitState(run, RunState.Succeeded);
    }

    @Test
    void cancelEndsThePodsAndTheRunIsCanceled() {
        team.kubelet().hold("sleep");
        team.kubelet().hold("sleep-2");
        team.startOperator();
        PipelineRun run = team.submit("engine/sleeper.yaml");
        team.awaitStep(run, "sleep-2", StepStatus.State.Running);

        team.cancel(run);

        team.awaitState(run, RunState.Canceled);
        eventually("pods to go", () -> team.pods(run).isEmpty());
        assertThat(team.run(run).getStatus().steps())
                .extracting(StepStatus::state)
                .containsOnly(StepStatus.State.Canceled);
    }

    @Test
    void aDeletedRunEndsItsPodsAndGoesOnceItsEndIsAcknowledged() {
        team.outbox().away(true);
        team.kubelet().hold("sleep");
        team.kubelet().hold("sleep-2");
        team.startOperator();
        PipelineRun run = team.submit("engine/sleeper.yaml");
        team.awaitStep(run, "sleep", StepStatus.State.Running);

        team.client().resource(run).delete();

        team.awaitState(run, RunState.Canceled);
        team.outbox().away(false);
        eventually("the run to go", () -> team.client().resource(run).get() == null);
        assertThat(team.outbox().rows(FeedRow.RunEvent.class))
                .extracting(FeedRow.RunEvent::state)
                .contains("Canceled");
        eventually("pods to go", () -> team.pods(run).isEmpty());
    }

    @Test
    void theSchedulersReasonIsToldInAPlainSentence() {
        team.kubelet().stopScheduling();
        team.startOperator();
        PipelineRun run = team.submit("engine/nested.yaml");
        eventually("the first pod", () -> !team.pods(run).isEmpty());
        team.client().resource(team.pods(run).getFirst()).editStatus(pod -> {
            pod.getStatus()
                    .setConditions(List.of(new PodConditionBuilder()
                            .withType("PodScheduled")
                            .withStatus("False")
                            .withReason("Unschedulable")
                            .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
                            .build()));
            return pod;
        });

        eventually(
                "the reason",
                () -> "Unschedulable".equals(team.run(run).getStatus().reason()));
        assertThat(team.run(run).getStatus().message()).contains("No node has enough free cpu");
        assertThat(team.run(run).getStatus().state()).isEqualTo(RunState.Pending);
    }

    @Test
    void aFailedStepFailsTheRunAndSaysWhich() {
        team.kubelet().fail("for-loop-2-1/train");
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");

        team.awaitState(run, RunState.Failed);
        assertThat(team.run(run).getStatus().reason()).isEqualTo("StepFailed");
        assertThat(team.run(run).getStatus().message())
                .contains("for-loop-2-1/train")
                .contains("exit code 1");
        assertThat(team.kubelet().executions()).doesNotContainKeys("pick#1", "publish-models#1");
    }
}
