package dev.freihafen.cost.rate;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import org.jspecify.annotations.Nullable;

/**
 * What decides which rate usage meets.
 *
 * @param hardwareClass may be empty: only {@code *} rates apply then
 * @param capacityType null for none: only rates for any capacity type apply then
 */
public record PriceKey(
        String cluster,
        Resource resource,
        String hardwareClass,
        @Nullable CapacityType capacityType) {

    public static PriceKey of(UsageInterval interval) {
        return new PriceKey(interval.cluster(), interval.resource(), interval.hardwareClass(), interval.capacityType());
    }

    /** Such as {@code accelerator/H100 of class gpu-large (OnDemand) in cluster local}. */
    public String sentence() {
        return resource.text()
                + (hardwareClass.isEmpty() ? "" : " of class " + hardwareClass)
                + (capacityType == null ? "" : " (" + capacityType.text() + ")")
                + " in cluster " + cluster;
    }
}
