package dev.freihafen.platform.cost;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a reservation costs an hour, by the rate cards valid at an instant. */
public interface PriceLookup {
    /**
     * The price of one pod of a hardware class together with a volume.
     *
     * @param hardwareClass name of the class
     * @param spec what it reserves
     * @param storage size of the volume as a Kubernetes quantity; null without a volume
     * @param at the instant whose rates hold
     */
    HourlyPrice priceOf(String hardwareClass, HardwareClassSpec spec, @Nullable String storage, Instant at);
}
