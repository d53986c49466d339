package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a step of a run.
 *
 * @param step path of the task in the pipeline
 * @param attempt 1 for the first
 * @param generation of the event this comes from
 */
public record Step(
        String step,
        int attempt,
        StepStatus.State state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String podName,
        @Nullable String podUid,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable JsonNode parameters,
        @Nullable JsonNode artifacts,
        long generation) {

    /** What is known after an event of the same step and attempt: the newest generation wins, an end stays an end. */
    public Step after(Step event) {
        boolean stale = event.generation <= generation;
        boolean regression = isTerminal(state) && !isTerminal(event.state);
        if (stale || regression) {
            return this;
        }
        return new Step(
                step,
                attempt,
                event.state,
                event.reason,
                event.message,
                event.podName == null ? podName : event.podName,
                event.podUid == null ? podUid : event.podUid,
                event.startedAt == null ? startedAt : event.startedAt,
                event.finishedAt == null ? finishedAt : event.finishedAt,
                event.parameters == null ? parameters : event.parameters,
                event.artifacts == null ? artifacts : event.artifacts,
                event.generation);
    }

    /** Whether this attempt has ended; a step that waits for its next attempt has ended this one. */
    public boolean isOver() {
        return isTerminal(state) || state == StepStatus.State.Retrying;
    }

    private static boolean isTerminal(StepStatus.State state) {
        return switch (state) {
            case Succeeded, Failed, Skipped, Canceled -> true;
            case Pending, Running, Retrying -> false;
        };
    }
}
