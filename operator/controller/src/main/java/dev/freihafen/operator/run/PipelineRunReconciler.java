package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.Plan;
import dev.freihafen.operator.engine.Planner;
import dev.freihafen.operator.engine.PodFacts;
import dev.freihafen.operator.engine.RunFacts;
import dev.freihafen.operator.engine.StepPods;
import dev.freihafen.operator.engine.StepRefusal;
import dev.freihafen.operator.outbox.Outbox;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.WorkloadWatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a run forward: the status is written before anything is made, under an optimistic lock, so that an operator that
 * dies at any moment, or two that believe they lead, run no step twice.
 */
@Singleton
@ControllerConfiguration(name = "pipeline-run", finalizerName = "freihafen.dev/pipeline-run")
public class PipelineRunReconciler implements Reconciler<PipelineRun>, Cleaner<PipelineRun> {
    private static final Logger LOG = Logger.getLogger(PipelineRunReconciler.class);
    private static final Duration REFUSED = Duration.ofSeconds(10);
    private static final Duration UNSETTLED = Duration.ofSeconds(2);
    private static final Duration STALE = Duration.ofMillis(100);
    private static final Duration LOST = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Outbox outbox;
    private final StepLogs logs;
    private final RunEnd end;
    private final RunPods runPods;
    private final StepMaker maker;
    private final Pipelines pipelines = new Pipelines();
    private final Clock clock;

    public PipelineRunReconciler(
            KubernetesClient client, ManifestApplier applier, OperatorConfig config, Outbox outbox, Clock clock) {
        this.client = client;
        this.config = config;
        this.outbox = outbox;
        this.logs = new StepLogs(client, outbox);
        this.end = new RunEnd(client, config, outbox, logs, clock);
        this.runPods = new RunPods(client);
        this.maker = new StepMaker(client, applier);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, PipelineRun>> prepareEventSources(EventSourceContext<PipelineRun> context) {
        return List.of(
                WorkloadWatch.owned(Pod.class, PipelineRun.class, context),
                WorkloadWatch.hardware(
                        PipelineRun.class,
                        context,
                        run -> Objects.requireNonNullElse(run.getSpec().hardwareClass(), "")),
                WorkloadWatch.team(PipelineRun.class, context));
    }

    @Override
    public UpdateControl<PipelineRun> reconcile(PipelineRun run, Context<PipelineRun> context) {
        List<PodFacts> pods = runPods.of(run, context.getSecondaryResources(Pod.class));
        if (isTerminal(run)) {
            boolean settled = end.settle(run, pods);
            Duration left = end.left(run);
            if (!left.isPositive()) {
                client.resource(run).delete();
                return UpdateControl.noUpdate();
            }
            return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(settled ? left : UNSETTLED);
        }
        Duration again = advanceUnlessStale(run, pods, run.getSpec().cancelRequested());
        UpdateControl<PipelineRun> control = UpdateControl.noUpdate();
        return again == null ? control : control.rescheduleAfter(again);
    }

    @Override
    public DeleteControl cleanup(PipelineRun run, Context<PipelineRun> context) {
        List<PodFacts> pods = runPods.of(run, context.getSecondaryResources(Pod.class));
        if (!isTerminal(run)) {
            Duration again = advanceUnlessStale(run, pods, true);
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(again == null ? UNSETTLED : again);
        }
        boolean lost = Instant.parse(run.getMetadata().getDeletionTimestamp())
                .plus(LOST)
                .isBefore(clock.instant());
        boolean settled = end.settle(run, pods);
        if (!settled && !lost) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(UNSETTLED);
        }
        if (!settled) {
            LOG.errorf(
                    "run %s goes though the platform API has not acknowledged its end for %s: its last events are lost",
                    run.getMetadata().getName(), LOST);
        }
        return DeleteControl.defaultDelete();
    }

    /** A status that somebody wrote meanwhile is no fault: the next look starts from it. */
    private @Nullable Duration advanceUnlessStale(PipelineRun run, List<PodFacts> pods, boolean canceled) {
        try {
            return advance(run, pods, canceled);
        } catch (KubernetesClientException stale) {
            if (stale.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw stale;
            }
            return STALE;
        }
    }

    /** One move: record, then do. Returns when to look again though nothing happens. */
    private @Nullable Duration advance(PipelineRun run, List<PodFacts> pods, boolean canceled) {
        Instant now = clock.instant();
        String namespace = run.getMetadata().getNamespace();
        RunSurroundings surroundings = RunSurroundings.of(client, run);
        Plan plan = plan(run, pods, canceled, surroundings, now);
        PipelineRunStatus status = record(run, RunStatuses.of(run, plan, now));
        if (!plan.orders().isEmpty() && !runPods.isCurrent(run)) {
            return STALE;
        }
        StepPods.Settings settings = new StepPods.Settings(
                RunSurroundings.teamName(run), config.image("step"), surroundings.hardware(), config.runStorage());
        Map<String, StepRefusal> refusals = maker.make(run, plan.orders(), settings);
        if (!refusals.isEmpty()) {
            status = record(run, RunStatuses.refused(status, refusals));
        }
        plan.ends()
                .forEach(name ->
                        client.pods().inNamespace(namespace).withName(name).delete());
        RunRows.of(run, status, RunSurroundings.teamName(run)).forEach(outbox::offer);
        logs.send(namespace, run.getMetadata().getName(), RunSurroundings.teamName(run), pods);
        if (!refusals.isEmpty()) {
            return refusals.values().stream().anyMatch(StepRefusal::isFinal) ? STALE : REFUSED;
        }
        if (plan.state().isTerminal()) {
            return UNSETTLED;
        }
        return plan.wake() == null ? null : longer(Duration.between(now, plan.wake()), Duration.ofMillis(50));
    }

    private Plan plan(
            PipelineRun run, List<PodFacts> pods, boolean canceled, RunSurroundings surroundings, Instant now) {
        Pipelines.Parsed parsed = pipelines.of(run.getSpec());
        if (parsed.pipeline() == null) {
            Reason refusal = Objects.requireNonNull(parsed.refusal());
            return new Plan(RunState.Failed, refusal.code(), refusal.message(), List.of(), List.of(), List.of(), null);
        }
        return Planner.plan(new RunFacts(
                run.getMetadata().getName(),
                parsed.pipeline(),
                run.getSpec().parameters(),
                canceled,
                RunStatuses.deadline(run, now),
                surroundings.held(run).orElse(null),
                run.getStatus() == null ? List.of() : run.getStatus().steps(),
                pods,
                now));
    }

    /** Writes the status if it differs; somebody else's write in between is an error, and the framework tries again. */
    private PipelineRunStatus record(PipelineRun run, PipelineRunStatus status) {
        if (status.equals(run.getStatus())) {
            return status;
        }
        run.setStatus(RunStatuses.next(status));
        PipelineRun written = client.resource(run).updateStatus();
        run.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
        return run.getStatus();
    }

    private static boolean isTerminal(PipelineRun run) {
        return run.getStatus() != null
                && run.getStatus().state() != null
                && run.getStatus().state().isTerminal();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
