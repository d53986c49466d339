package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.run.Move;
import dev.freihafen.operator.run.NextAttempt;
import dev.freihafen.operator.run.RunContext;
import dev.freihafen.operator.run.RunTeam;
import dev.freihafen.operator.workload.Surroundings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A team on the cluster. {@link #move} does with a run what the reconciler of runs does once: has the engine decide, writes the
 * status under an optimistic lock, acts, writes the outcome. Virtual time passes only where a test lets it.
 */
final class KfpTeam {
    private final KfpCluster cluster;
    private final String name;
    private final String uid;
    private final KubernetesClient admin;
    private KfpEngine engine;

    KfpTeam(KfpCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.admin = cluster.admin();
        uid = cluster.makeTeam(name);
        restart();
    }

    /** Where in a move the operator dies. */
    enum Death {
        NEVER,
        /** After the intent was written, before anything is sent. */
        BEFORE_THE_DEED,
        /** After it was sent, before the outcome is written. */
        AFTER_THE_DEED
    }

    String namespace() {
        return "team-" + name;
    }

    /** A new operator: what the one before had in memory is gone. */
    void restart() {
        engine = engine();
    }

    KfpEngine engine() {
        OperatorConfig config = new SmallRyeConfigBuilder()
                .withMapping(OperatorConfig.class)
                .withDefaultValue("freihafen.workspace-key", "a key")
                .build()
                .getConfigMapping(OperatorConfig.class);
        KubernetesClient client = cluster.asOperator();
        return new KfpEngine(client, new ManifestApplier(client), config, cluster.clock());
    }

    PipelineRun submit() throws IOException {
        return submit(PipelineRunSpec.Engine.Kfp);
    }

    PipelineRun submit(PipelineRunSpec.Engine asked) throws IOException {
        String ir = Files.readString(Path.of("../../deploy/examples/engine/nested.yaml"));
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
                asked,
                null,
                null,
                false,
                "scientist",
                1,
                null,
                0,
                null));
        return admin.resource(run).create();
    }

    void cancel(PipelineRun run) {
        admin.resources(PipelineRun.class)
                .inNamespace(namespace())
                .withName(id(run))
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancelRequested\":true}}");
    }

    /** As the reconciler does: a new attempt begins as accepted, now, and keeps the conditions. */
    void tryAgain(PipelineRun run) {
        admin.resources(PipelineRun.class)
                .inNamespace(namespace())
                .withName(id(run))
                .edit(found -> {
                    found.setSpec(found.getSpec().retried(found.getSpec().attempt() + 1));
                    return found;
                });
        PipelineRun fresh = admin.resource(run).get();
        PipelineRunStatus old = fresh.getStatus();
        Move accepted =
                new Move(RunState.Accepted, null, null, NextAttempt.of(old.steps()), null, null, old.conditions());
        fresh.setStatus(null);
        write(cluster.asOperator(), fresh, accepted, old.attempt() + 1);
    }

    /** One move with the engine of now. */
    void move(PipelineRun run) {
        move(engine, run, Death.NEVER);
    }

    void move(PipelineRun run, Death death) {
        move(engine, run, death);
    }

    /** One move; whether it was the first to write. */
    boolean move(KfpEngine with, PipelineRun which, Death death) {
        PipelineRun run = admin.resource(which).get();
        return move(with, run, context(run), death);
    }

    /** One move from what was known when the context was made. */
    boolean move(KfpEngine with, PipelineRun run, RunContext context, Death death) {
        if (run.getStatus() != null && run.getStatus().state().isTerminal()) {
            return false;
        }
        int attempt = run.getStatus() == null ? 1 : run.getStatus().attempt();
        Move move = with.next(context);
        if (!write(cluster.asOperator(), run, move, attempt)) {
            return false;
        }
        if (move.action() == null || death == Death.BEFORE_THE_DEED) {
            return true;
        }
        Optional<Move> outcome = move.action().perform();
        if (death != Death.AFTER_THE_DEED) {
            outcome.ifPresent(after -> write(cluster.asOperator(), run, after, attempt));
        }
        return true;
    }

    RunContext context(PipelineRun run) {
        Optional<Ending> ending = run.getSpec().cancelRequested()
                ? Optional.of(new Ending(RunState.Canceled, "Canceled", "Somebody asked to cancel the run."))
                : Optional.empty();
        return new RunContext(
                run,
                Ir.parse(run.getSpec().ir()),
                new RunTeam(name, uid),
                Surroundings.of(admin, run, null),
                ending,
                null,
                List.of(),
                List.of(),
                cluster.clock().instant());
    }

    private boolean write(KubernetesClient client, PipelineRun run, Move move, int attempt) {
        PipelineRunStatus before = run.getStatus();
        run.setStatus(new PipelineRunStatus(
                move.state(),
                move.reason(),
                move.message(),
                "kfp",
                attempt,
                before == null ? 1L : before.sequence() + 1,
                before == null ? cluster.clock().instant().toString() : before.acceptedAt(),
                null,
                move.state().isTerminal() ? cluster.clock().instant().toString() : null,
                move.steps(),
                run.getMetadata().getGeneration(),
                move.conditions()));
        try {
            PipelineRun written = client.resource(run).updateStatus();
            run.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
            return true;
        } catch (KubernetesClientException conflict) {
            if (conflict.getCode() == 409) {
                return false;
            }
            throw conflict;
        }
    }

    RunState state(PipelineRun run) {
        PipelineRunStatus status = status(run);
        return status == null ? RunState.Accepted : status.state();
    }

    PipelineRunStatus status(PipelineRun run) {
        return admin.resource(run).get().getStatus();
    }

    static String id(PipelineRun run) {
        return run.getMetadata().getName();
    }

    int workflows(PipelineRun run) {
        return cluster.workflows().of(namespace(), id(run)).size();
    }

    /** A pod of a step, as Argo would make it from what was handed over. */
    Pod stepPod(PipelineRun run, String path, String phase) {
        String workflow = cluster.kfp().runs().workflow(id(run));
        Map<String, String> labels = new TreeMap<>();
        cluster.kfp()
                .runs()
                .pipeline(id(run))
                .at("/platform_spec/platforms/kubernetes/deploymentSpec/executors/exec-double/podMetadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        Pod pod = admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName(workflow + "-system-container-impl-")
                        .withNamespace(namespace())
                        .withLabels(labels)
                        .addToLabels("pipeline/runid", id(run))
                        .addToLabels("workflows.argoproj.io/workflow", workflow)
                        .addToAnnotations("pipelines.kubeflow.org/runtime-role", "launcher")
                        .addToAnnotations(
                                "workflows.argoproj.io/node-name",
                                workflow + ".root." + path.replace('/', '.') + ".executor")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("any")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        return admin.resource(pod)
                .editStatus(found -> new PodBuilder(found)
                        .withNewStatus()
                        .withPhase(phase)
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("True")
                        .withLastTransitionTime(cluster.clock().instant().toString())
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
