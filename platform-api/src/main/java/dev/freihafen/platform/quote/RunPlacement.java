package dev.freihafen.platform.quote;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.pipeline.Placement;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.ir.ResourceQuantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run goes, in the cost model's words: what a step reserves that asks for nothing, and what its devices are. Pure. */
final class RunPlacement {
    /** Default requests in the namespaces of teams. */
    private static final ComputeResources DEFAULT = new ComputeResources("100m", "128Mi");

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private RunPlacement() {}

    /**
     * Sizes that only the run itself will tell count as the class's, so that every run has a quote.
     *
     * @param hardwareClass name of the run's class, empty without one
     * @param hardware the class, null without one
     * @param history how long steps took, by the path that the engine gave them
     * @param deadline of the run, null without one
     */
    static Placement of(
            String cluster,
            String hardwareClass,
            @Nullable HardwareClassSpec hardware,
            Map<String, List<Duration>> history,
            @Nullable Duration deadline) {
        ComputeResources requests = hardware == null ? DEFAULT : hardware.requests();
        Map<Resource, Long> reserves = new HashMap<>();
        reserves.put(new Resource.Cpu(), units(requests.cpu(), 1000));
        reserves.put(new Resource.Memory(), units(requests.memory(), 1));
        Map<String, Resource> devices = new HashMap<>();
        Accelerator accelerator = hardware == null ? null : hardware.accelerator();
        if (accelerator != null) {
            String slice = accelerator.slice() == null ? "" : "/" + accelerator.slice();
            Resource device = Resource.parse("resource", "accelerator/" + accelerator.model() + slice);
            devices.put(accelerator.resource(), device);
            reserves.put(device, accelerator.count() * 1000L);
        }
        return new Placement(
                cluster,
                hardwareClass,
                CapacityType.ON_DEMAND,
                reserves,
                devices,
                history,
                deadline,
                Overhead.NONE,
                Placement.Unknown.ASSUMED);
    }

    private static long units(String quantity, long perWhole) {
        return ResourceQuantity.parse(quantity)
                .multiply(BigDecimal.valueOf(perWhole))
                .setScale(0, RoundingMode.CEILING)
                .max(BigDecimal.ZERO)
                .min(MOST)
                .longValueExact();
    }
}
