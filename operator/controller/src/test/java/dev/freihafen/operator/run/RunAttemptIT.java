package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New attempts of a run, its stop, and who comes first. */
class RunAttemptIT {
    @RegisterExtension
    static final RunCluster CLUSTER = new RunCluster();

    private final TeamOnCluster team = CLUSTER.team();

    @AfterEach
    void close() throws Exception {
        team.close();
    }

    @Test
    void aNewAttemptKeepsWhatSucceededAndTriesTheRestAgain() {
        team.kubelet().fail("for-loop-2-1/train");
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");
        team.awaitState(run, RunState.Failed);

        team.kubelet().mend("for-loop-2-1/train");
        team.retry(run);

        team.awaitState(run, RunState.Succeeded);
        assertThat(team.run(run).getStatus().attempt()).isEqualTo(2);
        assertThat(team.kubelet().executions())
                .containsOnlyKeys(
                        "for-loop-2-0/train#1",
                        "for-loop-2-1/train#1",
                        "for-loop-2-1/train#2",
                        "for-loop-2-2/train#1",
                        "load#1",
                        "pick#1",
                        "publish-models#1");
        assertThat(team.kubelet().executions().values()).containsOnly(1);
        eventually("the feed to have both ends", () -> states().containsAll(List.of("Failed", "Succeeded")));
        assertThat(generation("Succeeded")).isGreaterThan(generation("Failed"));
    }

    @Test
    void aCanceledRunIsTriedAgainOnlyWhenItsCancelIsTakenBackWithIt() {
        team.kubelet().hold("sleep");
        team.kubelet().hold("sleep-2");
        team.startOperator();
        PipelineRun run = team.submit("engine/sleeper.yaml");
        team.awaitStep(run, "sleep", StepStatus.State.Running);
        team.cancel(run);
        team.awaitState(run, RunState.Canceled);

        assertThatThrownBy(() -> team.retry(run, 1))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.cancelRequested cannot be taken back but with a new attempt");

        team.kubelet().release("sleep");
        team.kubelet().release("sleep-2");
        team.retry(run);
        team.awaitState(run, RunState.Succeeded);
        assertThat(team.kubelet().executions()).containsKeys("sleep#1", "sleep#2");
    }

    @Test
    void aStoppedRunEndsItsPodsBeginsNothingAndFailsWithThatReason() {
        team.kubelet().hold("load");
        team.startOperator();
        PipelineRun run = team.submit("digits/pipeline.yaml");
        team.awaitStep(run, "load", StepStatus.State.Running);

        team.stop(run, "MaxCostExceeded", "It has cost 5.02 EUR, and at most 5.00 EUR were allowed.");

        team.awaitState(run, RunState.Failed);
        assertThat(team.run(run).getStatus().reason()).isEqualTo("MaxCostExceeded");
        assertThat(team.run(run).getStatus().message())
                .isEqualTo("It has cost 5.02 EUR, and at most 5.00 EUR were allowed.");
        assertThat(team.run(run).getStatus().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.state()).isEqualTo(StepStatus.State.Canceled));
        eventually("pods to go", () -> team.pods(run).isEmpty());
        assertThat(team.kubelet().executions()).containsOnlyKeys("load#1");
    }

    @Test
    void theRunOfHigherPriorityMakesTheNextPodsOnceTheQuotaHasRoom() {
        team.quota(0, 0);
        team.startOperator();
        PipelineRun urgent = team.submitIr(TeamOnCluster.read("engine/nested.yaml"), 50);
        awaitReason(urgent, "Quota");
        PipelineRun patient = team.submit("engine/nested.yaml");
        awaitReason(patient, "Priority");

        assertThat(team.run(patient).getStatus().message())
                .contains("run " + urgent.getMetadata().getName()
                        + " of priority 50 comes before this one of priority 0");
        team.quota(20, 0);
        team.awaitState(urgent, RunState.Succeeded);
        team.awaitState(patient, RunState.Succeeded);
        assertThat(started(urgent)).isLessThanOrEqualTo(started(patient));
    }

    @Test
    void anEngineThatThisOperatorLacksIsToldAndTheRunCanBeCanceled() {
        team.startOperator();
        PipelineRun run = team.submitFor("engine/nested.yaml", PipelineRunSpec.Engine.Kfp);
        awaitReason(run, "EngineUnavailable");
        assertThat(team.state(run)).contains(RunState.Queued);

        team.cancel(run);
        team.awaitState(run, RunState.Canceled);
    }

    private void awaitReason(PipelineRun run, String reason) {
        eventually(
                "the reason " + reason,
                () -> team.run(run).getStatus() != null
                        && reason.equals(team.run(run).getStatus().reason()));
    }

    private String started(PipelineRun run) {
        return team.run(run).getStatus().startedAt();
    }

    private List<String> states() {
        return team.outbox().rows(FeedRow.RunEvent.class).stream()
                .map(FeedRow.RunEvent::state)
                .toList();
    }

    private long generation(String state) {
        return team.outbox().rows(FeedRow.RunEvent.class).stream()
                .filter(event -> event.state().equals(state))
                .mapToLong(FeedRow.RunEvent::generation)
                .max()
                .orElseThrow();
    }
}
