package dev.freihafen.operator.run;

import static dev.freihafen.operator.Eventually.eventually;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.BuiltInEngine;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A team with its namespace, its node, its feed, and as many operators as are started. */
final class TeamOnCluster implements AutoCloseable {
    private final RunCluster cluster;
    private final String name;
    private final String uid;
    private final KubernetesClient client;
    private final Kubelet kubelet;
    private final Notebook outbox = new Notebook();
    private final List<AutoCloseable> operators = new ArrayList<>();

    TeamOnCluster(RunCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.client = cluster.client();
        uid = cluster.makeTeam(name);
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("workload")
                        .withNamespace(namespace())
                        .endMetadata()
                        .build())
                .create();
        this.kubelet = new Kubelet(client, namespace());
    }

    String name() {
        return name;
    }

    String uid() {
        return uid;
    }

    String namespace() {
        return "team-" + name;
    }

    KubernetesClient client() {
        return client;
    }

    Kubelet kubelet() {
        return kubelet;
    }

    Notebook outbox() {
        return outbox;
    }

    /** Starts one more operator with the reconciler of runs alone; closing it ends it. */
    AutoCloseable startOperator() {
        return startOperator(Life.endless(), outbox);
    }

    /** Starts one more operator with its own end and its own feed. */
    AutoCloseable startOperator(Interceptor life, Notebook feed) {
        KubernetesClient own = cluster.operatorClient(life);
        OperatorConfig config = new SmallRyeConfigBuilder()
                .withMapping(OperatorConfig.class)
                .withDefaultValue("freihafen.workspace-key", "a key")
                .build()
                .getConfigMapping(OperatorConfig.class);
        Operator operator = new Operator(overrider -> overrider
                .withKubernetesClient(own)
                .withCloseClientOnStop(true)
                .withUseSSAToPatchPrimaryResource(false));
        operator.register(
                new PipelineRunReconciler(
                        own,
                        List.of(new BuiltInEngine(own, new ManifestApplier(own), config)),
                        config,
                        feed,
                        Clock.systemUTC()),
                override -> override.settingNamespace(namespace()));
        operator.start();
        AutoCloseable closing = new AutoCloseable() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    operator.stop();
                }
            }
        };
        operators.add(closing);
        return closing;
    }

    PipelineRun submit(String example) {
        return submitIr(read(example));
    }

    /** Submits a compiled pipeline. */
    PipelineRun submitIr(String ir) {
        return submitIr(ir, 0);
    }

    /** Submits an example for an engine. */
    PipelineRun submitFor(String example, PipelineRunSpec.Engine engine) {
        return submit(read(example), engine, 0);
    }

    /** Submits a compiled pipeline with a priority. */
    PipelineRun submitIr(String ir, int priority) {
        return submit(ir, PipelineRunSpec.Engine.BuiltIn, priority);
    }

    private PipelineRun submit(String ir, PipelineRunSpec.Engine engine, int priority) {
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(UUID.randomUUID().toString())
                .withNamespace(namespace())
                .build());
        run.setSpec(new PipelineRunSpec(
                Ir.parse(ir).name(),
                Ir.parse(ir).digest(),
                ir,
                null,
                engine,
                null,
                null,
                false,
                "scientist",
                1,
                null,
                priority,
                null));
        return client.resource(run).create();
    }

    static String read(String example) {
        try {
            return Files.readString(Path.of("../../deploy/examples", example));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cancel(PipelineRun run) {
        client.resource(run).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancelRequested\":true}}");
    }

    /** Asks for a new attempt, as the platform API does. */
    void retry(PipelineRun run) {
        retry(run, run(run).getStatus().attempt() + 1);
    }

    /** Asks for that attempt, whatever the one before was. */
    void retry(PipelineRun run, int attempt) {
        client.resources(PipelineRun.class)
                .inNamespace(namespace())
                .withName(run.getMetadata().getName())
                .edit(current -> {
                    current.setSpec(current.getSpec().retried(attempt));
                    return current;
                });
    }

    /** Says that the run must stop. */
    void stop(PipelineRun run, String reason, String message) {
        client.resource(run)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"stop\":{\"reason\":\"%s\",\"message\":\"%s\"}}}".formatted(reason, message));
    }

    /** Lets at most so many pods of the team be there at once; the test plays the quota's controller. */
    void quota(int pods, int used) {
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("team")
                        .withNamespace(namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity(Integer.toString(pods)))
                        .endSpec()
                        .build())
                .createOr(NonDeletingOperation::update);
        client.resourceQuotas().inNamespace(namespace()).withName("team").editStatus(quota -> {
            quota.setStatus(new ResourceQuotaStatusBuilder()
                    .addToHard("pods", new Quantity(Integer.toString(pods)))
                    .addToUsed("pods", new Quantity(Integer.toString(used)))
                    .build());
            return quota;
        });
    }

    /** Counts the pods for the quota, as its controller does; nothing when a pod was made meanwhile. Returns how many there are. */
    int recount() {
        ResourceQuota quota = client.resourceQuotas()
                .inNamespace(namespace())
                .withName("team")
                .get();
        int pods = alive();
        quota.getStatus().setUsed(Map.of("pods", new Quantity(Integer.toString(pods))));
        try {
            client.resource(quota).updateStatus();
        } catch (KubernetesClientException changed) {
            if (changed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw changed;
            }
        }
        return pods;
    }

    void admission(Admission admission) {
        client.resources(Team.class).withName(name).edit(team -> {
            team.setSpec(new TeamSpec(name, null, List.of(), null, null, admission));
            return team;
        });
    }

    /** It is being deleted, and something keeps it, as its work does. */
    void deleteButKeep() {
        client.resources(Team.class).withName(name).edit(team -> {
            team.getMetadata().setFinalizers(List.of("freihafen.dev/team"));
            return team;
        });
        client.resources(Team.class).withName(name).delete();
    }

    PipelineRun run(PipelineRun run) {
        return client.resource(run).get();
    }

    Optional<RunState> state(PipelineRun run) {
        PipelineRun now = run(run);
        return now == null || now.getStatus() == null
                ? Optional.empty()
                : Optional.ofNullable(now.getStatus().state());
    }

    void awaitState(PipelineRun run, RunState state) {
        try {
            eventually(
                    "the run to be " + state,
                    () -> state(run).filter(state::equals).isPresent());
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; it is " + run(run).getStatus(), late);
        }
    }

    void awaitStep(PipelineRun run, String path, StepStatus.State state) {
        eventually(
                "step " + path + " to be " + state,
                () -> run(run).getStatus() != null
                        && run(run).getStatus().steps().stream()
                                .anyMatch(step -> step.path().equals(path) && step.state() == state));
    }

    /** Pods of the team that may still run. */
    int alive() {
        return (int) client.pods().inNamespace(namespace()).list().getItems().stream()
                .filter(pod ->
                        !List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()))
                .count();
    }

    List<Pod> pods(PipelineRun run) {
        return client.pods()
                .inNamespace(namespace())
                .withLabel("freihafen.dev/run", run.getMetadata().getName())
                .list()
                .getItems();
    }

    PersistentVolumeClaim volume(PipelineRun run) {
        return client.persistentVolumeClaims()
                .inNamespace(namespace())
                .withName("run-" + run.getMetadata().getName())
                .get();
    }

    @Override
    public void close() throws InterruptedException {
        operators.forEach(RunCluster::close);
        kubelet.close();
    }
}
