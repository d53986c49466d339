package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run goes.
 *
 * @param state where it stands
 * @param reason PascalCase cause of the state, such as {@code DeadlineExceeded}
 * @param message one plain sentence: what it waits for, or why it ended so
 * @param engine the engine that runs it, {@code builtin} or {@code kfp}; never another once it is told
 * @param attempt 1 for the first; a retry of the run adds one
 * @param sequence grows by one with each write of this status
 * @param acceptedAt when the operator took this attempt, RFC 3339 UTC, seconds; its deadline counts from there
 * @param startedAt when its first step was scheduled
 * @param finishedAt when it ended
 * @param steps its steps so far, at most 200
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineRunStatus(
        @Nullable RunState state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String engine,
        @Nullable Integer attempt,
        @Nullable Long sequence,
        @Nullable String acceptedAt,
        @Nullable String startedAt,
        @Nullable String finishedAt,
        @Size(max = 200) List<StepStatus> steps,
        @Nullable Long observedGeneration,
        List<Condition> conditions) {
    public PipelineRunStatus {
        steps = steps == null ? List.of() : List.copyOf(steps);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
