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
import dev.freihafen.operator.workload.Surroundings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One move of a run that has not ended: the status is written before anything is made, under an optimistic lock. */
final class RunMove {
    /** When a run that waits for acknowledgements is looked at again. */
    static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final Duration REFUSED = Duration.ofSeconds(10);
    private static final Duration STALE = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofMillis(50);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Outbox outbox;
    private final StepLogs logs;
    private final RunPods runPods;
    private final StepMaker maker;
    private final Clock clock;
    private final Pipelines pipelines = new Pipelines();

    RunMove(
            KubernetesClient client,
            ManifestApplier applier,
            OperatorConfig config,
            Outbox outbox,
            StepLogs logs,
            Clock clock) {
        this.client = client;
        this.config = config;
        this.outbox = outbox;
        this.logs = logs;
        this.runPods = new RunPods(client);
        this.maker = new StepMaker(client, applier);
        this.clock = clock;
    }

    /**
     * Moves once; returns when to look again though nothing happens. A status that somebody wrote meanwhile is no fault: the
     * next look starts from it.
     */
    @Nullable
    Duration move(PipelineRun run, List<PodFacts> pods, boolean canceled) {
        try {
            return advance(run, pods, canceled);
        } catch (KubernetesClientException stale) {
            if (stale.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw stale;
            }
            return STALE;
        }
    }

    private @Nullable Duration advance(PipelineRun run, List<PodFacts> pods, boolean canceled) {
        Instant now = clock.instant();
        String namespace = run.getMetadata().getNamespace();
        RunTeam team = RunTeam.of(client, run);
        Surroundings around = Surroundings.of(client, run, run.getSpec().hardwareClass());
        Plan plan = plan(run, pods, canceled, around, now);
        PipelineRunStatus status = record(run, RunStatuses.of(run, plan, now));
        if (!plan.orders().isEmpty() && !runPods.isCurrent(run)) {
            return STALE;
        }
        StepPods.Settings settings =
                new StepPods.Settings(team.name(), config.image("step"), around.hardware(), config.runStorage());
        Map<String, StepRefusal> refusals = maker.make(run, plan.orders(), settings);
        if (!refusals.isEmpty()) {
            status = record(run, RunStatuses.refused(status, refusals));
        }
        plan.ends()
                .forEach(name ->
                        client.pods().inNamespace(namespace).withName(name).delete());
        RunRows.of(run, status, team).forEach(outbox::offer);
        logs.send(run, team, pods);
        return again(plan, refusals, now);
    }

    private static @Nullable Duration again(Plan plan, Map<String, StepRefusal> refusals, Instant now) {
        if (!refusals.isEmpty()) {
            return refusals.values().stream().anyMatch(StepRefusal::isFinal) ? STALE : REFUSED;
        }
        if (plan.state().isTerminal()) {
            return UNSETTLED;
        }
        return Optional.ofNullable(plan.wake())
                .map(wake -> Duration.between(now, wake))
                .map(left -> left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
                .orElse(null);
    }

    private Plan plan(PipelineRun run, List<PodFacts> pods, boolean canceled, Surroundings around, Instant now) {
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
                around.hindrance(run.getSpec().hardwareClass()).orElse(null),
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
}
