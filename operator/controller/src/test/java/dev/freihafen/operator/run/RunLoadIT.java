package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many runs at once, and one that is larger than its team's quota. */
class RunLoadIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int RUNS = 50;
    private static final int TASKS = 40;
    private static final int QUOTA = 12;

    @RegisterExtension
    static final RunCluster CLUSTER = new RunCluster();

    private final TeamOnCluster team = CLUSTER.team();

    @AfterEach
    void close() throws Exception {
        team.close();
    }

    @Test
    void fiftyRunsOfSixStepsAtOnceAllFinishAndNoStepRunsTwice() {
        team.startOperator();
        List<PipelineRun> runs = IntStream.range(0, RUNS)
                .mapToObj(index -> team.submit("digits/pipeline.yaml"))
                .toList();

        eventually(
                "all runs to end",
                PATIENCE,
                () -> runs.stream()
                        .allMatch(
                                run -> team.state(run).map(RunState::isTerminal).orElse(false)));
        assertThat(runs).allSatisfy(run -> {
            assertThat(team.state(run)).contains(RunState.Succeeded);
            assertThat(team.run(run).getStatus().steps())
                    .hasSize(6)
                    .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepStatus.State.Succeeded));
        });
        assertThat(team.kubelet().executions())
                .hasSize(6)
                .allSatisfy((step, times) -> assertThat(times).as(step).isEqualTo(RUNS));
    }

    @Test
    void fortyParallelTasksUnderAQuotaKeepToItAndSayWhatTheyWaitFor() {
        team.quota(QUOTA, 0);
        team.startOperator();
        PipelineRun run = team.submitIr(wide());

        Set<String> told = new TreeSet<>();
        List<Integer> alive = new ArrayList<>();
        eventually("the run to end", PATIENCE, () -> {
            alive.add(team.recount());
            PipelineRunStatus status = team.run(run).getStatus();
            if (status != null && "Quota".equals(status.reason())) {
                told.add(status.state() + " " + status.message());
            }
            return status != null && status.state().isTerminal();
        });
        assertThat(team.state(run)).contains(RunState.Succeeded);
        assertThat(alive).allSatisfy(pods -> assertThat(pods).isLessThanOrEqualTo(QUOTA));
        assertThat(told)
                .anySatisfy(text -> assertThat(text)
                        .startsWith("Running Step for-loop-2-")
                        .contains("The team's quota is used up (exceeded quota: team, requested: pods=1")
                        .contains("limited: pods=" + QUOTA)
                        .endsWith("more steps wait likewise."));
        assertThat(team.kubelet().executions()).hasSize(TASKS + 1);
        assertThat(team.kubelet().executions().values()).containsOnly(1);
    }

    /** The example's loop of four, two at a time, made a loop of forty without a limit. */
    private static String wide() {
        String items =
                IntStream.rangeClosed(1, TASKS).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return TeamOnCluster.read("engine/loop.yaml")
                .replace("[1, 2, 3, 4]", "[" + items + "]")
                .replace("parallelismLimit: 2", "parallelismLimit: 0");
    }
}
