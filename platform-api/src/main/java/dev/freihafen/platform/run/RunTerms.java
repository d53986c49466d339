package dev.freihafen.platform.run;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed on when a run was submitted, besides what it runs.
 *
 * @param labels the user's own words about it
 * @param priority -100 to 100
 * @param maxCost absent where it may cost what it likes
 * @param firing absent where nobody's schedule started it
 */
public record RunTerms(
        Map<String, String> labels,
        int priority,
        @Nullable MaxCost maxCost,
        @Nullable Firing firing) {
    static final RunTerms NONE = new RunTerms(Map.of(), 0, null, null);

    public RunTerms {
        labels = Map.copyOf(labels);
    }

    /**
     * A time of a schedule.
     *
     * @param schedule its name
     * @param id of the schedule
     * @param at the time it fired for
     */
    public record Firing(String schedule, UUID id, Instant at) {}
}
