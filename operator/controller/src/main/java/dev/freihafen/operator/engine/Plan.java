package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to record, and then to do.
 *
 * @param state where the run stands
 * @param reason PascalCase cause, absent when all goes well
 * @param message one plain sentence
 * @param steps what to record of the steps; to be written before anything is made
 * @param orders pods to make
 * @param ends names of pods to end
 * @param wake when to plan again though nothing happens
 */
record Plan(
        RunState state,
        @Nullable String reason,
        @Nullable String message,
        List<StepStatus> steps,
        List<StepOrder> orders,
        List<String> ends,
        @Nullable Instant wake) {
    public Plan {
        steps = List.copyOf(steps);
        orders = List.copyOf(orders);
        ends = List.copyOf(ends);
    }

    /** The same without making pods: their steps wait with the reason. */
    Plan waiting(Reason why) {
        Set<String> names = orders.stream().map(StepOrder::podName).collect(Collectors.toSet());
        List<StepStatus> waiting = steps.stream()
                .map(step -> names.contains(step.podName())
                        ? Observation.with(step, step.state(), null, why.code(), why.message(), null)
                        : step)
                .toList();
        Plan told = hinderedBy(waiting);
        return new Plan(state, told.reason, told.message, waiting, List.of(), ends, wake);
    }

    /** The same, with what hinders the steps told for the run. */
    Plan hinderedBy(List<StepStatus> hindered) {
        Optional<Reason> hindrance = Planner.hindrance(hindered);
        return new Plan(
                state,
                hindrance.map(Reason::code).orElse(null),
                hindrance.map(Reason::message).orElse(null),
                hindered,
                orders,
                ends,
                wake);
    }
}
