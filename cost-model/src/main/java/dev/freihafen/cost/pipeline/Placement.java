package dev.freihafen.cost.pipeline;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.cost.rate.PriceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run goes, and what is known of runs before it.
 *
 * @param hardwareClass of its steps; empty for none
 * @param reserves base units that a step of the class reserves where the pipeline does not say it
 * @param devices accelerators by the name under which Kubernetes knows them, such as {@code nvidia.com/gpu}
 * @param history how long each step took in earlier runs, by the path that the engine gave it ({@code for-loop-2-0/train})
 *     or by that of the pipeline ({@code for-loop-2/train}), which stands for every item of a loop
 * @param deadline longest time of the run; null for none
 * @param overhead the engine's own pods
 * @param unknown what becomes of sizes that are known only while the run goes on
 */
public record Placement(
        String cluster,
        String hardwareClass,
        @Nullable CapacityType capacityType,
        Map<Resource, Long> reserves,
        Map<String, Resource> devices,
        Map<String, List<Duration>> history,
        @Nullable Duration deadline,
        Overhead overhead,
        Unknown unknown) {

    /** What becomes of what a step asks for and nobody knows before the run. */
    public enum Unknown {
        /** The quote is refused, and says which step it is. */
        REFUSED,
        /** A size is what the class reserves; a device is itself, under its own name, and has no price. */
        ASSUMED
    }

    public Placement {
        reserves = Map.copyOf(reserves);
        devices = Map.copyOf(devices);
        history = Map.copyOf(history);
    }

    PriceKey key(Resource resource) {
        return new PriceKey(cluster, resource, hardwareClass, capacityType);
    }
}
