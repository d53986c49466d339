package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.time.Instant;
import java.util.List;
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
public record Plan(
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
}
