package dev.freihafen.platform.testing;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.platform.cost.HourlyPrice;
import dev.freihafen.platform.cost.PriceLookup;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices of the tests: a pod 0.10, a volume 0.01 more; class {@code unpriced} has none. */
@Alternative
@Priority(1)
@Singleton
final class FixedPrices implements PriceLookup {
    @Override
    public HourlyPrice priceOf(String hardwareClass, HardwareClassSpec spec, @Nullable String storage, Instant at) {
        return hardwareClass.equals("unpriced")
                ? new HourlyPrice(null, null, List.of("cpu", "memory"))
                : new HourlyPrice(storage == null ? "0.10" : "0.11", "EUR", List.of());
    }
}
