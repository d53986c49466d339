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
 * @param history how long each step took in earlier runs, by path
 * @param deadline longest time of the run; null for none
 * @param overhead the engine's own pods
 */
public record Placement(
        String cluster,
        String hardwareClass,
        @Nullable CapacityType capacityType,
        Map<Resource, Long> reserves,
        Map<String, Resource> devices,
        Map<String, List<Duration>> history,
        @Nullable Duration deadline,
        Overhead overhead) {

    public Placement {
        reserves = Map.copyOf(reserves);
        devices = Map.copyOf(devices);
        history = Map.copyOf(history);
    }

    PriceKey key(Resource resource) {
        return new PriceKey(cluster, resource, hardwareClass, capacityType);
    }
}
