package dev.freihafen.platform.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time of a schedule that has come.
 *
 * @param run id of the run that it starts, or would have
 * @param outcome null until it is known
 */
record Firing(
        UUID schedule,
        Instant at,
        UUID run,
        @Nullable Outcome outcome,
        @Nullable String reason,
        @Nullable String message) {
    /** What became of it. */
    enum Outcome {
        /** Its run was taken in. */
        Started,
        /** There was a reason not to start one. */
        Skipped,
        /** The run that it asks for was refused. */
        Refused
    }
}
