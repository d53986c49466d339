package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.run.Move;
import dev.freihafen.operator.run.PipelineEngine;
import dev.freihafen.operator.run.RunContext;
import dev.freihafen.operator.run.StepPod;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine that needs nothing but Kubernetes: a pod for each attempt of a step, a volume for each run. */
@Singleton
public class BuiltInEngine implements PipelineEngine {
    /** Its name in a run's status. */
    public static final String NAME = "builtin";

    private static final Duration REFUSED = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Optional<ArtifactStore> store;
    private final StepMaker maker;
    private final StepSight sight;
    private final Support support = new Support();

    public BuiltInEngine(KubernetesClient client, ManifestApplier applier, OperatorConfig config) {
        this.client = client;
        this.config = config;
        this.store = ArtifactStore.of(config);
        MadePods made = new MadePods();
        this.maker = new StepMaker(client, applier, made);
        this.sight = new StepSight(client, made);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Reason> hindrance() {
        return Optional.empty();
    }

    @Override
    public Move next(RunContext context) {
        Optional<Reason> unsupported = support.refusal(context.pipeline());
        if (unsupported.isPresent()) {
            return new Move(
                    RunState.Failed,
                    unsupported.get().code(),
                    unsupported.get().message(),
                    context.steps(),
                    null,
                    null);
        }
        List<PodFacts> pods = sight.of(context.run(), context.pods());
        Plan plan = Planner.plan(new RunFacts(
                context.run().getMetadata().getName(),
                context.pipeline(),
                context.run().getSpec().parameters(),
                context.ending(),
                context.deadline(),
                context.held().orElse(null),
                artifacts(context),
                context.steps(),
                pods,
                context.now()));
        Optional<Reason> behind = Precedence.behind(context.run(), context.others());
        if (behind.isPresent() && !plan.orders().isEmpty()) {
            plan = plan.waiting(behind.get());
            return move(plan, plan.steps(), context.now().plus(REFUSED), null);
        }
        Plan orders = plan;
        boolean idle = plan.orders().isEmpty() && plan.ends().isEmpty();
        return move(plan, plan.steps(), plan.wake(), idle ? null : () -> carryOut(context, orders));
    }

    private String artifacts(RunContext context) {
        return store.map(place -> place.root(
                        context.team().name(), context.run().getMetadata().getName()))
                .orElse(Instruction.VOLUME);
    }

    private Optional<Move> carryOut(RunContext context, Plan plan) {
        String namespace = context.run().getMetadata().getNamespace();
        plan.ends()
                .forEach(name ->
                        client.pods().inNamespace(namespace).withName(name).delete());
        StepPods.Settings settings = new StepPods.Settings(
                context.team().name(), config.image("step"), context.around().hardware(), config.runStorage(), store);
        boolean volume = store.isEmpty() && plan.steps().stream().allMatch(step -> step.podUid() == null);
        Map<String, StepRefusal> refusals = maker.make(context.run(), plan.orders(), settings, volume);
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        List<StepStatus> steps = plan.steps().stream()
                .map(step -> {
                    StepRefusal refusal = refusals.get(step.podName());
                    return refusal == null ? step : refusal.of(step);
                })
                .toList();
        boolean isFinal = refusals.values().stream().anyMatch(StepRefusal::isFinal);
        Instant wake = isFinal
                ? context.now()
                : Planner.earlier(plan.wake(), context.now().plus(REFUSED));
        return Optional.of(move(plan.hinderedBy(steps), steps, wake, null));
    }

    private static Move move(Plan plan, List<StepStatus> steps, @Nullable Instant wake, Move.@Nullable Action action) {
        return new Move(plan.state(), plan.reason(), plan.message(), steps, wake, action);
    }

    @Override
    public List<StepPod> pods(PipelineRun run, Collection<Pod> seen) {
        return seen.stream()
                .map(PodFacts::of)
                .map(pod -> new StepPod(
                        pod.name(),
                        pod.uid(),
                        pod.path(),
                        pod.attempt(),
                        StepPods.CONTAINER,
                        pod.hasEnded(),
                        pod.log()))
                .toList();
    }

    @Override
    public void clear(PipelineRun run, List<StepPod> pods) {
        if (!pods.isEmpty()) {
            client.pods()
                    .inNamespace(run.getMetadata().getNamespace())
                    .withLabel(StepPods.RUN, run.getMetadata().getName())
                    .delete();
        }
    }
}
