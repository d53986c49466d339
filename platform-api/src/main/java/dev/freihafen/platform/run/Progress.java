package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, as its operator told.
 *
 * @param generation attempt x 1,000,000 + sequence of the event this comes from; 0 before the first
 */
public record Progress(
        RunState state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String engine,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long generation) {
    private static final long EVENTS_PER_ATTEMPT = 1_000_000;

    /** Whether this comes from an event of that attempt. */
    boolean isOfAttempt(int attempt) {
        return generation >= attempt * EVENTS_PER_ATTEMPT;
    }

    /** What is known after an event: the newest generation wins, and an attempt that ended does not go on. */
    public Progress after(Progress event) {
        boolean sameAttempt = event.generation / EVENTS_PER_ATTEMPT == generation / EVENTS_PER_ATTEMPT;
        boolean stale = event.generation <= generation;
        boolean regression = sameAttempt && state.isTerminal() && !event.state.isTerminal();
        if (stale || regression) {
            return this;
        }
        return new Progress(
                event.state,
                event.reason,
                event.message,
                event.engine == null ? engine : event.engine,
                event.startedAt == null ? startedAt : event.startedAt,
                event.finishedAt,
                event.generation);
    }
}
