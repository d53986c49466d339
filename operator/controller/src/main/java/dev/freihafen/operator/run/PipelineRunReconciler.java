package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.Plan;
import dev.freihafen.operator.engine.Planner;
import dev.freihafen.operator.engine.PodFacts;
import dev.freihafen.operator.engine.RunFacts;
import dev.freihafen.operator.engine.StepPods;
import dev.freihafen.operator.outbox.FeedRow;
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
import java.util.Optional;
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
            if (!settle(run, pods)) {
                return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(UNSETTLED);
            }
            return expire(run);
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
        if (!settle(run, pods) && !lost) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(UNSETTLED);
        }
        if (lost) {
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
        Optional<Team> team = team(namespace);
        Plan plan = plan(run, pods, canceled, team, now);
        PipelineRunStatus status = record(run, RunStatuses.of(run, plan, now));
        if (!plan.orders().isEmpty() && !runPods.isCurrent(run)) {
            return STALE;
        }
        String teamName = team.map(one -> one.getMetadata().getName()).orElse("");
        StepPods.Settings settings = new StepPods.Settings(
                teamName, config.image("step"), hardware(run).map(HardwareClass::getSpec), config.runStorage());
        Map<String, Reason> refusals = maker.make(run, plan.orders(), settings);
        if (!refusals.isEmpty()) {
            status = record(run, refused(status, refusals));
        }
        plan.ends()
                .forEach(name ->
                        client.pods().inNamespace(namespace).withName(name).delete());
        RunRows.of(run, status, teamName).forEach(outbox::offer);
        logs.send(namespace, run.getMetadata().getName(), teamName, pods);
        if (!refusals.isEmpty()) {
            return REFUSED;
        }
        if (plan.state().isTerminal()) {
            return UNSETTLED;
        }
        return plan.wake() == null ? null : longer(Duration.between(now, plan.wake()), Duration.ofMillis(50));
    }

    private Plan plan(PipelineRun run, List<PodFacts> pods, boolean canceled, Optional<Team> team, Instant now) {
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
                held(run, team),
                run.getStatus() == null ? List.of() : run.getStatus().steps(),
                pods,
                now));
    }

    private @Nullable Reason held(PipelineRun run, Optional<Team> team) {
        if (team.isEmpty()) {
            return new Reason("NoTeam", "Its namespace is not a team's: submit it to a team.");
        }
        if (run.getSpec().hardwareClass() != null && hardware(run).isEmpty()) {
            return new Reason(
                    "NoHardwareClass",
                    "There is no hardware class " + run.getSpec().hardwareClass()
                            + ": cancel the run and choose one that there is.");
        }
        Admission admission = team.get().getSpec().admission();
        return admission != null && admission.state() == Admission.State.Held
                ? new Reason("Held", "New work of the team is held: " + admission.reason())
                : null;
    }

    private static PipelineRunStatus refused(PipelineRunStatus status, Map<String, Reason> refusals) {
        List<StepStatus> steps = RunStatuses.withRefusals(status.steps(), refusals);
        Optional<Reason> hindrance = Planner.hindrance(steps);
        return new PipelineRunStatus(
                status.state(),
                hindrance.map(Reason::code).orElse(null),
                hindrance.map(Reason::message).orElse(null),
                status.engine(),
                status.attempt(),
                status.sequence(),
                status.acceptedAt(),
                status.startedAt(),
                status.finishedAt(),
                steps,
                status.observedGeneration(),
                status.conditions());
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

    /** Tells all of a run that has ended; once it was acknowledged its pods go. */
    private boolean settle(PipelineRun run, List<PodFacts> pods) {
        if (!config.feedEnabled()) {
            endPods(run, pods);
            return true;
        }
        String namespace = run.getMetadata().getNamespace();
        String team = team(namespace).map(one -> one.getMetadata().getName()).orElse("");
        List<FeedRow> rows = RunRows.of(run, run.getStatus(), team);
        rows.forEach(outbox::offer);
        logs.send(namespace, run.getMetadata().getName(), team, pods);
        if (!rows.stream().allMatch(row -> outbox.isAcknowledged(row.id()))
                || !logs.settled(pods.stream().filter(PodFacts::hasEnded).toList())) {
            return false;
        }
        endPods(run, pods);
        logs.forget(pods);
        return true;
    }

    private void endPods(PipelineRun run, List<PodFacts> pods) {
        pods.forEach(pod -> client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(pod.name())
                .delete());
    }

    /** A run and its volume are kept for a while after its end. */
    private UpdateControl<PipelineRun> expire(PipelineRun run) {
        Duration left = Duration.between(
                clock.instant(),
                Instant.parse(Objects.requireNonNull(run.getStatus().finishedAt()))
                        .plus(config.runRetention()));
        if (!left.isPositive()) {
            client.resource(run).delete();
            return UpdateControl.noUpdate();
        }
        return UpdateControl.<PipelineRun>noUpdate().rescheduleAfter(left);
    }

    private Optional<Team> team(String namespace) {
        return namespace.startsWith("team-")
                ? Optional.ofNullable(client.resources(Team.class)
                        .withName(namespace.substring("team-".length()))
                        .get())
                : Optional.empty();
    }

    private Optional<HardwareClass> hardware(PipelineRun run) {
        return run.getSpec().hardwareClass() == null
                ? Optional.empty()
                : Optional.ofNullable(client.resources(HardwareClass.class)
                        .withName(run.getSpec().hardwareClass())
                        .get());
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
