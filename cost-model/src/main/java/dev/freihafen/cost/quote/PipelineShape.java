package dev.freihafen.cost.quote;

import dev.freihafen.cost.rate.PriceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A pipeline, as far as its cost goes.
 *
 * @param overhead what the engine itself reserves for it
 */
public record PipelineShape(List<PipelineTask> tasks, Overhead overhead) {

    public PipelineShape {
        tasks = List.copyOf(tasks);
    }

    /**
     * Pods of the engine: one driver for the run, and one for each task and group as often as that runs.
     *
     * @param perDriver base units of one driver, by what decides their price; empty for an engine without drivers
     * @param time of one driver
     */
    public record Overhead(Map<PriceKey, Long> perDriver, Duration time) {

        /** An engine without pods of its own. */
        public static final Overhead NONE = new Overhead(Map.of(), Duration.ZERO);

        public Overhead {
            perDriver = Map.copyOf(perDriver);
            if (time.isNegative()) {
                throw new IllegalArgumentException(time + " is negative; a driver takes no negative time");
            }
        }
    }
}
