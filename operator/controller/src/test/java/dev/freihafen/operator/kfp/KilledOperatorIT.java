package dev.freihafen.operator.kfp;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileSpec;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.kfp.Traps;
import dev.freihafen.operator.OperatorProcess;
import dev.freihafen.operator.outbox.FeedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator as it is shipped, a process of its own, killed by SIGKILL on a run's way to Kubeflow Pipelines. */
class KilledOperatorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @RegisterExtension
    static final KfpCluster CLUSTER = new KfpCluster();

    private FeedServer api;
    private OperatorProcess operator;

    @BeforeEach
    void start() throws IOException {
        CLUSTER.admin().resources(ClusterProfile.class).withName("cluster").edit(profile -> {
            profile.setSpec(new ClusterProfileSpec(
                    null, null, null, new KubeflowPipelines(CLUSTER.kfp().uri().toString(), "2.17.0")));
            return profile;
        });
        api = new FeedServer();
        operator = launch();
    }

    @AfterEach
    void stop() throws InterruptedException {
        operator.close();
        api.close();
    }

    private OperatorProcess launch() throws IOException {
        return OperatorProcess.start(
                "killed-operator",
                CLUSTER.operatorKubeconfig(),
                Map.of(
                        "quarkus.http.port", "0",
                        "quarkus.oidc-client.auth-server-url", api.uri().toString(),
                        "freihafen.api-url", api.uri().toString(),
                        "freihafen.workspace-key", "a key",
                        "freihafen.lease-duration", "PT3S"));
    }

    private void killAndStartAnother() throws IOException, InterruptedException {
        assertThat(operator.isAlive()).isTrue();
        operator.kill();
        operator = launch();
    }

    @Test
    void eachRunHasOneWorkflowWhereverTheOperatorWasKilledOnItsWay() throws Exception {
        KfpTeam team = new KfpTeam(CLUSTER, "killed");
        Traps traps = CLUSTER.kfp().traps();

        // The intent is written, and what is asked for before the POST has no answer yet.
        Traps.Held intent = traps.hold("GET /experiments", team.namespace(), false);
        PipelineRun before = team.submit();
        await("the first is about to be handed over", intent::isThere);
        killAndStartAnother();
        assertThat(team.state(before)).isEqualTo(RunState.Submitting);
        assertThat(CLUSTER.kfp().requests()).doesNotContain("POST /runs");
        intent.release();

        // One POST is on its way and does nothing; another has done all, and its answer is on its way.
        PipelineRun under = team.submit();
        PipelineRun after = team.submit();
        Traps.Held arriving = traps.hold("POST /runs", KfpTeam.id(under), false);
        Traps.Held answering = traps.hold("POST /runs", KfpTeam.id(after), true);
        await("the second is being handed over", arriving::isThere);
        await("the third was handed over", answering::isThere);
        killAndStartAnother();
        assertThat(team.state(under)).isEqualTo(RunState.Submitting);
        assertThat(team.state(after)).isEqualTo(RunState.Submitting);
        assertThat(team.workflows(under)).isZero();
        assertThat(team.workflows(after)).isEqualTo(1);
        arriving.release();
        answering.release();

        List<PipelineRun> runs = List.of(before, under, after);
        for (PipelineRun run : runs) {
            await("a run is with Kubeflow Pipelines", () -> team.state(run) == RunState.Pending);
        }
        for (PipelineRun run : runs) {
            CLUSTER.kfp().runs().report(KfpTeam.id(run), "SUCCEEDED");
            await("a run goes on to its end", () -> team.state(run) == RunState.Succeeded);
            assertThat(team.workflows(run)).isEqualTo(1);
            assertThat(CLUSTER.kfp().runs().workflowsMade(KfpTeam.id(run))).isEqualTo(1);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        eventually(what, PATIENCE, condition);
    }
}
