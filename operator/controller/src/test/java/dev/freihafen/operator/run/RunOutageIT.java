package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator whose requests break goes on trying, however often; nothing else wakes the run meanwhile. */
class RunOutageIT {
    /** More than the framework tries by itself, which is once and then five times again. */
    private static final int BROKEN = 7;

    @RegisterExtension
    static final RunCluster CLUSTER = new RunCluster();

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void aRunEndsAndItsPodsGoThoughManyRequestsBreak(String method) throws Exception {
        try (TeamOnCluster team = CLUSTER.team()) {
            Outage outage = new Outage(method, BROKEN);
            team.startOperator(outage, team.outbox());
            PipelineRun run = team.submit("digits/pipeline.yaml");
            team.awaitState(run, RunState.Succeeded);
            eventually("pods to go", () -> team.pods(run).isEmpty());
            assertThat(outage.isOver()).as("all was broken that was to be").isTrue();
        }
    }
}
