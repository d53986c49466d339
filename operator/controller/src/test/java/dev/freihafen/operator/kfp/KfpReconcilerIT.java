package dev.freihafen.operator.kfp;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.BuiltInEngine;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import dev.freihafen.operator.run.PipelineRunReconciler;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine in the operator that is shipped: chosen by itself, woken by pods, told to the platform API. */
class KfpReconcilerIT {
    @RegisterExtension
    static final KfpCluster CLUSTER = new KfpCluster();

    private static final Map<String, FeedRow> ROWS = new ConcurrentHashMap<>();

    private static KfpTeam team;
    private static Operator operator;

    @BeforeAll
    static void start() {
        team = new KfpTeam(CLUSTER, "live");
        KubernetesClient client = CLUSTER.asOperator();
        ManifestApplier applier = new ManifestApplier(client);
        OperatorConfig config = new SmallRyeConfigBuilder()
                .withMapping(OperatorConfig.class)
                .withDefaultValue("freihafen.workspace-key", "a key")
                .build()
                .getConfigMapping(OperatorConfig.class);
        Outbox outbox = new Outbox() {
            @Override
            public void offer(FeedRow row) {
                ROWS.put(row.id(), row);
            }

            @Override
            public boolean isAcknowledged(String id) {
                return ROWS.containsKey(id);
            }
        };
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false));
        operator.register(
                new PipelineRunReconciler(
                        client,
                        List.of(
                                new BuiltInEngine(client, applier, config),
                                new KfpEngine(client, applier, config, Clock.systemUTC())),
                        config,
                        outbox,
                        Clock.systemUTC()),
                override -> override.settingNamespace(team.namespace()));
        operator.start();
    }

    @AfterAll
    static void stop() {
        operator.stop();
    }

    @Test
    void aRunGoesToKubeflowByItselfAndItsHistoryIsTold() throws IOException {
        PipelineRun run = team.submit(PipelineRunSpec.Engine.Auto);
        await(run, RunState.Pending);
        assertThat(team.status(run).engine()).isEqualTo("kfp");
        String id = KfpTeam.id(run);
        CLUSTER.kfp().runs().report(id, "RUNNING");
        CLUSTER.kfp().runs().task(id, "double", "RUNNING");
        Pod pod = team.stepPod(run, "double", "Running");
        await(run, RunState.Running);
        CLUSTER.kfp().runs().task(id, "double", "SUCCEEDED");
        CLUSTER.kfp().runs().task(id, "four-times/double", "CACHED");
        CLUSTER.kfp().runs().task(id, "four-times/double-2", "CACHED");
        succeed(pod);
        eventually(
                () -> team.status(run).steps(),
                steps -> steps.stream().anyMatch(step -> step.state() == StepStatus.State.Succeeded));
        CLUSTER.kfp().runs().report(id, "SUCCEEDED");
        await(run, RunState.Succeeded);
        assertThat(team.status(run).steps())
                .extracting(step -> step.path() + " " + step.state())
                .containsExactlyInAnyOrder(
                        "double Succeeded", "four-times/double Succeeded", "four-times/double-2 Succeeded");
        eventually(
                () -> rows(FeedRow.RunEvent.class, id).stream()
                        .filter(row -> row.state().equals("Succeeded") && "kfp".equals(row.engine()))
                        .findFirst(),
                Optional::isPresent);
        String uid = pod.getMetadata().getUid();
        eventually(
                () -> rows(FeedRow.Log.class, id).stream()
                        .filter(row -> row.podUid().equals(uid) && row.step().equals("double"))
                        .findFirst(),
                Optional::isPresent);
        assertThat(rows(FeedRow.StepEvent.class, id)).anySatisfy(row -> {
            assertThat(row.step()).isEqualTo("double");
            assertThat(row.state()).isEqualTo(StepStatus.State.Succeeded.name());
            assertThat(row.podUid()).isEqualTo(uid);
        });
    }

    @Test
    void aCancelIsCarriedOutAndTheRunCanBeTriedAgain() throws IOException {
        PipelineRun run = team.submit(PipelineRunSpec.Engine.Kfp);
        await(run, RunState.Pending);
        CLUSTER.kfp().runs().report(KfpTeam.id(run), "RUNNING");
        team.cancel(run);
        await(run, RunState.Canceling);
        eventually(
                () -> {
                    CLUSTER.pass(1);
                    return team.state(run);
                },
                RunState.Canceled::equals);
        assertThat(CLUSTER.kfp().requests()).contains("POST /runs/" + KfpTeam.id(run) + ":terminate");
        CLUSTER.admin()
                .resources(PipelineRun.class)
                .inNamespace(team.namespace())
                .withName(KfpTeam.id(run))
                .edit(found -> {
                    found.setSpec(found.getSpec().retried(2));
                    return found;
                });
        eventually(() -> status(run), now -> now.attempt() == 2 && now.state() == RunState.Pending);
        assertThat(team.workflows(run)).isEqualTo(1);
        assertThat(CLUSTER.kfp().requests()).contains("POST /runs/" + KfpTeam.id(run) + ":retry");
    }

    private static void await(PipelineRun run, RunState state) {
        eventually(() -> team.state(run), state::equals);
    }

    private static PipelineRunStatus status(PipelineRun run) {
        return team.status(run);
    }

    private static <T extends FeedRow> List<T> rows(Class<T> type, String run) {
        return ROWS.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(row -> row.toString().contains(run))
                .toList();
    }

    private static void succeed(Pod pod) {
        CLUSTER.admin()
                .resource(pod)
                .editStatus(found -> new PodBuilder(found)
                        .editStatus()
                        .withPhase("Succeeded")
                        .withContainerStatuses(new ContainerStatusBuilder()
                                .withName("main")
                                .withImage("any")
                                .withImageID("any")
                                .withReady(false)
                                .withRestartCount(0)
                                .withNewState()
                                .withNewTerminated()
                                .withExitCode(0)
                                .withFinishedAt("2026-11-24T22:00:00Z")
                                .endTerminated()
                                .endState()
                                .build())
                        .endStatus()
                        .build());
    }
}
