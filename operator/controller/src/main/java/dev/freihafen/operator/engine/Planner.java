package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a run does next. Pure: the same facts give the same plan, and a plan that was carried out gives no orders. */
final class Planner {
    private Planner() {}

    /** Plans the next move of a run that has not ended. */
    static Plan plan(RunFacts facts) {
        boolean ends = facts.ending().isPresent();
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        facts.steps().forEach(step -> steps.put(step.path(), observed(step, facts, ends)));
        boolean held = facts.held() != null && steps.isEmpty();
        Attempts attempts = new Attempts(facts.run(), steps, !ends && !held, facts.now());
        Walk walk = new Walk(facts, steps, !ends && !held, attempts);
        Outcome outcome = walk.root(facts.parameters());
        List<StepOrder> orders = new ArrayList<>(walk.orders());
        if (outcome.kind() == Outcome.Kind.Succeeded) {
            outcome = publish(facts, steps, orders, attempts).orElse(outcome);
        }
        if (outcome.isFinished() && (!ends || outcome.kind() == Outcome.Kind.Succeeded)) {
            return finished(outcome, steps);
        }
        if (ends) {
            return ending(facts, steps, facts.ending().orElseThrow());
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
        List<StepOrder> missing = orders.stream()
                .filter(order ->
                        facts.pods().stream().noneMatch(pod -> pod.name().equals(order.podName())))
                .toList();
        return going(facts, steps, missing, earlier(told(facts), earlier(attempts.wake(), facts.deadline())));
    }

    /** When the next pod that runs is told to run; absent when all are. */
    private static @Nullable Instant told(RunFacts facts) {
        return facts.pods().stream()
                .filter(pod -> pod.phase() == PodFacts.Phase.Running)
                .flatMap(pod -> Observation.tellsAt(pod).stream())
                .filter(facts.now()::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** A pod that we end fails; its step is canceled, not failed. */
    private static StepStatus observed(StepStatus step, RunFacts facts, boolean ends) {
        StepStatus seen = Observation.of(step, facts.pods(), facts.now());
        return ends && isOpen(step) && seen.state() == State.Failed
                ? Observation.with(seen, State.Canceled, null, "Canceled", "it was ended before it was done", null)
                : seen;
    }

    /** The step that publishes models, when there are any; it is begun, tried again and followed like every other. */
    private static Optional<Outcome> publish(
            RunFacts facts, Map<String, StepStatus> steps, List<StepOrder> orders, Attempts attempts) {
        List<String> copies = Models.copies(facts.run(), facts.artifacts(), steps.values());
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
    private static Plan ending(RunFacts facts, Map<String, StepStatus> steps, Ending ending) {
        List<String> alive = facts.pods().stream()
                .filter(pod -> !pod.hasEnded())
                .map(PodFacts::name)
                .toList();
        steps.replaceAll((path, step) -> isOpen(step) && !alive.contains(step.podName())
                ? Observation.with(step, State.Canceled, null, ending.reason(), null, null)
                : step);
        return alive.isEmpty()
                ? new Plan(
                        ending.state(),
                        ending.reason(),
                        ending.message() + ".",
                        List.copyOf(steps.values()),
                        List.of(),
                        List.of(),
                        null)
                : new Plan(
                        RunState.Canceling,
                        ending.reason(),
                        ending.message() + "; " + alive.size() + " pods are being ended.",
                        List.copyOf(steps.values()),
                        List.of(),
                        alive,
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

    /** What hinders the first step that is hindered, and how many more it hinders; empty when none is. */
    static Optional<Reason> hindrance(List<StepStatus> steps) {
        List<StepStatus> hindered = steps.stream()
                .filter(step -> isOpen(step) && step.reason() != null && !Attempts.isAwaiting(step))
                .toList();
        if (hindered.isEmpty()) {
            return Optional.empty();
        }
        StepStatus first = hindered.getFirst();
        String code = Objects.requireNonNull(first.reason());
        long more = hindered.stream().filter(step -> code.equals(step.reason())).count() - 1;
        String others = more == 0
                ? ""
                : more == 1 ? " One more step waits likewise." : " " + more + " more steps wait likewise.";
        return Optional.of(new Reason(code, "Step " + first.path() + ": " + sentence(first.message()) + others));
    }

    private static String sentence(@Nullable String text) {
        return text == null || text.endsWith(".") ? String.valueOf(text) : text + ".";
    }

    /** The earlier of two times of which each may be absent. */
    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
