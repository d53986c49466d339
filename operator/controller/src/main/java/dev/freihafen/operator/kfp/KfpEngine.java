package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.run.Move;
import dev.freihafen.operator.run.PipelineEngine;
import dev.freihafen.operator.run.RunContext;
import dev.freihafen.operator.run.StepPod;
import dev.freihafen.operator.workload.KubeflowPods;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries runs forward on the Kubeflow Pipelines of the cluster: looks, has {@link Decisions} decide, and does it. */
@Singleton
public final class KfpEngine implements PipelineEngine {
    private static final Duration WITHOUT_SERVER = Duration.ofSeconds(30);

    private final ArgoObjects argo;
    private final KfpTargets targets;
    private final Duration maxQueueAge;
    private final Pace pace = new Pace();

    public KfpEngine(KubernetesClient client, ManifestApplier applier, OperatorConfig config, Clock clock) {
        this.argo = new ArgoObjects(client);
        this.targets = new KfpTargets(client, applier, clock);
        this.maxQueueAge = config.maxQueueAge();
    }

    @Override
    public String name() {
        return "kfp";
    }

    @Override
    public Optional<Reason> hindrance() {
        return targets.server().isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Reason(
                                "NoKubeflowPipelines",
                                "The cluster has no Kubeflow Pipelines of version 2.17 or later with several users: look at the ClusterProfile."));
    }

    @Override
    public Move next(RunContext context) {
        Optional<KfpServer> server = targets.server();
        Look look = look(context, server);
        Decision decision = Decisions.decide(look.picture());
        if (isHandover(decision.deed())) {
            Optional<Decision> otherwise = refusal(context, look.picture()).or(() -> turn(look.picture()));
            decision = otherwise.orElse(decision);
        }
        return move(context, look, decision, server);
    }

    /** What is seen of a run, once. */
    private record Look(Picture picture, List<Pod> pods, List<KfpRun.Task> tasks, Instant since) {}

    private Look look(RunContext context, Optional<KfpServer> server) {
        PipelineRun run = context.run();
        String namespace = run.getMetadata().getNamespace();
        String id = run.getMetadata().getName();
        PipelineRunStatus status = run.getStatus();
        int attempt = status == null || status.attempt() == null ? 1 : status.attempt();
        Notes notes = Notes.of(status == null ? List.of() : status.conditions()).ofAttempt(attempt);
        boolean isNew = attempt == 1 && notes.submission() == null;
        // Asked before the Workflows are listed: a row follows its Workflow, so that a run that is found has one in the
        // list.
        Seen seen = isNew
                ? server.flatMap(KfpServer::away).<Seen>map(away -> away).orElseGet(() -> unasked(context, server))
                : server.map(found -> found.get(namespace, id)).orElseGet(() -> withoutServer(context));
        List<Workflow> workflows = isNew ? List.of() : argo.workflows(namespace, id);
        List<Pod> pods = isNew ? List.of() : argo.pods(namespace, id);
        Instant accepted =
                status == null || status.acceptedAt() == null ? context.now() : Instant.parse(status.acceptedAt());
        Picture picture = new Picture(
                attempt,
                notes,
                context.ending(),
                context.held(),
                accepted.plus(maxQueueAge),
                seen,
                workflows,
                pods.stream()
                        .filter(pod -> !KfpPods.hasEnded(pod))
                        .map(pod -> pod.getMetadata().getName())
                        .toList(),
                hasBegun(context.steps(), pods),
                context.now());
        return new Look(
                picture, pods, seen instanceof Seen.Found found ? found.run().tasks() : List.of(), accepted);
    }

    /** A step that has begun has done so, though its pod is gone by now. */
    private static boolean hasBegun(List<StepStatus> steps, List<Pod> pods) {
        return pods.stream()
                        .anyMatch(pod -> KubeflowPods.step(pod).isPresent()
                                && !KfpPods.phase(pod).equals("Pending"))
                || steps.stream().anyMatch(step -> step.startedAt() != null);
    }

    private static Seen unasked(RunContext context, Optional<KfpServer> server) {
        return server.isPresent() ? new Seen.NotAsked() : withoutServer(context);
    }

    private static Seen withoutServer(RunContext context) {
        return new Seen.Away(
                new Reason(
                        "EngineUnavailable",
                        "The ClusterProfile no longer has a Kubeflow Pipelines; the run goes on once it has."),
                context.now().plus(WITHOUT_SERVER));
    }

    private static boolean isHandover(@Nullable Deed deed) {
        return deed instanceof Deed.Post || deed instanceof Deed.PostAnew || deed instanceof Deed.Retry;
    }

    /** Why the pipeline is never handed over. */
    private static Optional<Decision> refusal(RunContext context, Picture picture) {
        List<String> reserved =
                Handover.reserved(Ir.documents(context.run().getSpec().ir()));
        return reserved.isEmpty()
                ? Optional.empty()
                : Optional.of(Decision.ended(
                        RunState.Failed,
                        new Reason(
                                "ReservedMetadata",
                                "The pipeline sets labels or annotations of pods that only the platform may set; leave them out: "
                                        + String.join(", ", reserved)),
                        picture.notes()));
    }

    private Optional<Decision> turn(Picture picture) {
        return pace.take(picture.now())
                .map(turn -> Decision.waiting(
                        RunState.Queued,
                        new Reason("EngineBusy", "Other runs are handed to Kubeflow Pipelines first."),
                        picture.notes(),
                        turn));
    }

    private Move move(RunContext context, Look look, Decision decision, Optional<KfpServer> server) {
        boolean ended = decision.state().isTerminal();
        List<StepStatus> steps = Steps.of(
                new Steps.Known(
                        TaskPaths.of(context.pipeline()),
                        look.tasks(),
                        look.pods(),
                        look.picture().workflowNames().stream().findFirst().orElse(""),
                        look.since()),
                context.steps(),
                ended);
        Deed deed = decision.deed();
        Move move = move(context, decision, steps);
        return deed == null || server.isEmpty()
                ? move
                : new Move(
                        move.state(),
                        move.reason(),
                        move.message(),
                        steps,
                        move.wake(),
                        () -> new Deeds(server.get(), argo, context, decision)
                                .perform(deed)
                                .map(after -> move(context, after, steps)),
                        move.conditions());
    }

    private static Move move(RunContext context, Decision decision, List<StepStatus> steps) {
        Reason reason = decision.state() == RunState.Failed ? blamed(decision.reason(), steps) : decision.reason();
        Instant again = decision.again();
        Instant deadline = context.deadline();
        return new Move(
                decision.state(),
                reason == null ? null : reason.code(),
                reason == null ? null : reason.message(),
                steps,
                again == null || deadline == null || again.isBefore(deadline) || !deadline.isAfter(context.now())
                        ? again
                        : deadline,
                null,
                decision.notes().conditions());
    }

    /** Kubeflow Pipelines does not say why a run failed; the first step that failed does. */
    private static @Nullable Reason blamed(@Nullable Reason reason, List<StepStatus> steps) {
        if (reason == null || !reason.code().equals("StepFailed")) {
            return reason;
        }
        return steps.stream()
                .filter(step -> step.state() == StepStatus.State.Failed)
                .findFirst()
                .map(step -> new Reason(
                        reason.code(),
                        "Step " + step.path() + " failed: "
                                + Objects.requireNonNullElse(step.message(), "look at its log") + "."))
                .orElse(reason);
    }

    @Override
    public List<StepPod> pods(PipelineRun run, Collection<Pod> seen) {
        List<StepStatus> steps =
                run.getStatus() == null ? List.of() : run.getStatus().steps();
        return seen.stream()
                .filter(pod -> KubeflowPods.step(pod).isPresent())
                .map(pod -> new StepPod(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid(),
                        KubeflowPods.step(pod).orElseThrow(),
                        steps.stream()
                                .filter(step -> pod.getMetadata().getUid().equals(step.podUid()))
                                .map(StepStatus::attempt)
                                .findFirst()
                                .orElse(1),
                        KfpPods.CONTAINER,
                        KfpPods.hasEnded(pod),
                        null))
                .toList();
    }

    /** Kubeflow Pipelines keeps its history and its Workflows as long as it is set up to; a retry needs them. */
    @Override
    public void clear(PipelineRun run, List<StepPod> pods) {}
}
