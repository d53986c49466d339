package dev.freihafen.operator.meter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A half-open stretch of time in whole seconds.
 *
 * @param start first second
 * @param end first second that is not in it; absent while it lasts
 * @param exact whether the end is the API server's word and not an estimate
 */
record Span(Instant start, @Nullable Instant end, boolean exact) {
    Span {
        start = start.truncatedTo(ChronoUnit.SECONDS);
        end = end == null ? null : end.truncatedTo(ChronoUnit.SECONDS);
        if (end != null && end.isBefore(start)) {
            end = start;
        }
    }

    static Span open(Instant start) {
        return new Span(start, null, true);
    }

    /** The same end, but no start before the instant; as it is when it ended before. */
    Span notBefore(Instant instant) {
        boolean within = instant.isAfter(start) && (end == null || instant.isBefore(end));
        return within ? new Span(instant, end, exact) : this;
    }

    String quality() {
        return exact ? "Exact" : "Estimated";
    }
}
