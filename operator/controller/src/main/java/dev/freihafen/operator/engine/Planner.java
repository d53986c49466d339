package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a run does next. Pure: the same facts give the same plan, and a plan that was carried out gives no orders. */
public final class Planner {
    private Planner() {}

    /** Plans the next move of a run that has not ended. */
    public static Plan plan(RunFacts facts) {
        boolean late = facts.deadline() != null && !facts.now().isBefore(facts.deadline());
        boolean ends = facts.canceled() || late;
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        facts.steps().forEach(step -> steps.put(step.path(), observed(step, facts, ends)));
        boolean held = facts.held() != null && steps.isEmpty();
        Attempts attempts = new Attempts(facts.run(), steps, !ends && !held, facts.now());
        Walk walk = new Walk(facts.pipeline(), facts.run(), steps, !ends && !held, attempts);
        Outcome outcome = walk.root(facts.parameters());
        List<StepOrder> orders = new ArrayList<>(walk.orders());
        if (outcome.kind() == Outcome.Kind.Succeeded) {
            outcome = publish(facts, steps, orders, attempts).orElse(outcome);
        }
        if (outcome.isFinished() && (!ends || outcome.kind() == Outcome.Kind.Succeeded)) {
            return finished(outcome, steps);
        }
        if (ends) {
            return ending(facts, steps, late && !facts.canceled());
        }
        if (held) {
            Reason reason = Objects.requireNonNull(facts.held());
            return new Plan(
                    RunState.Queued,
                    reason.code(),
                    reason.message(),
                    List.of(),
                    List.of(),
                    List.of(),
                    facts.deadline());
        }
        return going(facts, steps, orders, earlier(attempts.wake(), facts.deadline()));
    }

    /** A pod that we end fails; its step is canceled, not failed. */
    private static StepStatus observed(StepStatus step, RunFacts facts, boolean ends) {
        StepStatus seen = Observation.of(step, facts.pods());
        return ends && isOpen(step) && seen.state() == State.Failed
                ? Observation.with(seen, State.Canceled, null, "Canceled", "it was ended before it was done", null)
                : seen;
    }

    /** The step that publishes models, when there are any; it is begun, tried again and followed like every other. */
    private static Optional<Outcome> publish(
            RunFacts facts, Map<String, StepStatus> steps, List<StepOrder> orders, Attempts attempts) {
        List<String> copies = Models.copies(facts.run(), steps.values());
        if (copies.isEmpty() && !steps.containsKey(Models.STEP)) {
            return Optional.empty();
        }
        Optional<StepStatus> current = attempts.current(Models.STEP, Models.RETRIES);
        current.filter(step -> step.state() == State.Pending && step.podUid() == null)
                .ifPresent(step -> orders.add(new StepOrder.Publish(
                        Models.STEP, step.attempt(), Objects.requireNonNull(step.podName()), copies)));
        return Optional.of(current.map(Planner::outcome).orElse(Outcome.WAITING));
    }

    private static Outcome outcome(StepStatus step) {
        return switch (step.state()) {
            case Succeeded -> Outcome.succeeded(Scope.EMPTY);
            case Failed -> Outcome.failed("The models could not be published: " + step.message() + ".");
            case Skipped, Canceled -> Outcome.SKIPPED;
            case Pending, Running, Retrying -> Outcome.RUNNING;
        };
    }

    private static Plan finished(Outcome outcome, Map<String, StepStatus> steps) {
        boolean failed = outcome.kind() == Outcome.Kind.Failed;
        return new Plan(
                failed ? RunState.Failed : RunState.Succeeded,
                failed ? "StepFailed" : null,
                failed ? outcome.message() : "All steps succeeded.",
                List.copyOf(steps.values()),
                List.of(),
                List.of(),
                null);
    }

    /** Ends what runs; the run has ended once no pod of it can run any more. */
    private static Plan ending(RunFacts facts, Map<String, StepStatus> steps, boolean late) {
        List<String> alive = facts.pods().stream()
                .filter(pod -> !pod.hasEnded())
                .map(PodFacts::name)
                .toList();
        steps.replaceAll((path, step) -> isOpen(step) && !alive.contains(step.podName())
                ? Observation.with(step, State.Canceled, null, late ? "DeadlineExceeded" : "Canceled", null, null)
                : step);
        String why = late ? "The deadline passed" : "Somebody asked to cancel the run";
        if (!alive.isEmpty()) {
            return new Plan(
                    RunState.Canceling,
                    late ? "DeadlineExceeded" : "Canceled",
                    why + "; " + alive.size() + " pods are being ended.",
                    List.copyOf(steps.values()),
                    List.of(),
                    alive,
                    null);
        }
        return new Plan(
                late ? RunState.Failed : RunState.Canceled,
                late ? "DeadlineExceeded" : "Canceled",
                late ? why + " before the run had ended: give it more time, or fewer steps." : why + ".",
                List.copyOf(steps.values()),
                List.of(),
                List.of(),
                null);
    }

    private static boolean isOpen(StepStatus step) {
        return switch (step.state()) {
            case Pending, Running, Retrying -> true;
            case Succeeded, Failed, Skipped, Canceled -> false;
        };
    }

    private static Plan going(
            RunFacts facts, Map<String, StepStatus> steps, List<StepOrder> orders, @Nullable Instant wake) {
        List<StepStatus> all = List.copyOf(steps.values());
        boolean begun = all.stream().anyMatch(step -> step.state() != State.Pending);
        Optional<Reason> hindrance = hindrance(all);
        RunState state = begun ? RunState.Running : facts.pods().isEmpty() ? RunState.Queued : RunState.Pending;
        return new Plan(
                state,
                hindrance.map(Reason::code).orElse(null),
                hindrance.map(Reason::message).orElse(null),
                all,
                orders,
                List.of(),
                wake);
    }

    /** What hinders the first step that is hindered; empty when none is. */
    public static Optional<Reason> hindrance(List<StepStatus> steps) {
        return steps.stream()
                .filter(step -> isOpen(step) && step.reason() != null)
                .findFirst()
                .map(step -> new Reason(
                        Objects.requireNonNull(step.reason()), "Step " + step.path() + ": " + step.message()));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
