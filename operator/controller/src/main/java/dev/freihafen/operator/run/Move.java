package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to record of a run, and then to do.
 *
 * @param state where the run stands
 * @param reason PascalCase cause, absent when all goes well
 * @param message one plain sentence
 * @param steps what to record of its steps
 * @param wake when to look again though nothing happens, absent for never
 * @param action what to do once the status is written, absent for nothing
 * @param conditions conditions of the engine's own, beside {@code Ready}
 */
public record Move(
        RunState state,
        @Nullable String reason,
        @Nullable String message,
        List<StepStatus> steps,
        @Nullable Instant wake,
        @Nullable Action action,
        List<Condition> conditions) {
    public Move {
        steps = List.copyOf(steps);
        conditions = List.copyOf(conditions);
    }

    /** A move of an engine without conditions of its own. */
    public Move(
            RunState state,
            @Nullable String reason,
            @Nullable String message,
            List<StepStatus> steps,
            @Nullable Instant wake,
            @Nullable Action action) {
        this(state, reason, message, steps, wake, action, List.of());
    }

    /** Changes something beside the run's status. */
    @FunctionalInterface
    public interface Action {
        /** Does it; returns what to record beyond, such as a refusal; its own action is not performed. */
        Optional<Move> perform();
    }
}
