package dev.freihafen.platform.hardware;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.platform.cost.HourlyPrice;
import dev.freihafen.platform.cost.PriceLookup;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows which hardware classes there are and what they cost an hour. */
@Singleton
public final class HardwareCatalogue {
    private final DesiredState desired;
    private final PriceLookup prices;
    private final Clock clock;

    HardwareCatalogue(DesiredState desired, PriceLookup prices, Clock clock) {
        this.desired = desired;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * The class of that name.
     *
     * @throws PlatformException.ValidationFailed that names the field hardwareClass when there is none
     */
    public HardwareClassSpec require(String name) {
        return find(name)
                .orElseThrow(() -> new PlatformException.ValidationFailed(
                        "There is no hardware class " + name + "; GET /api/v1/hardware-classes lists them.",
                        List.of(new FieldError("hardwareClass", "names no hardware class"))));
    }

    /**
     * What pods of a class cost an hour together.
     *
     * @param storage size of the volume of each pod; null without one
     * @param pods how many
     * @return empty when the class is gone or no part of it has a price
     */
    public Optional<HourlyPrice> price(String hardwareClass, @Nullable String storage, int pods) {
        return find(hardwareClass).flatMap(spec -> price(hardwareClass, spec, storage, pods));
    }

    HardwareView view(HardwareClass hardware) {
        HardwareClassSpec spec = hardware.getSpec();
        String name = hardware.getMetadata().getName();
        return new HardwareView(
                name,
                spec.displayName(),
                spec.requests(),
                spec.limits(),
                spec.accelerator(),
                spec.nodeSelector(),
                spec.tolerations(),
                spec.nodeClass(),
                price(name, spec, null, 1).orElse(null));
    }

    private Optional<HourlyPrice> price(
            String hardwareClass, HardwareClassSpec spec, @Nullable String storage, int pods) {
        HourlyPrice one = prices.priceOf(hardwareClass, spec, storage, clock.instant());
        if (one.amount() == null) {
            return Optional.empty();
        }
        String amount =
                new BigDecimal(one.amount()).multiply(BigDecimal.valueOf(pods)).toPlainString();
        return Optional.of(new HourlyPrice(amount, one.currency(), one.unpriced()));
    }

    private Optional<HardwareClassSpec> find(String name) {
        return desired.find(HardwareClass.class, null, name).map(HardwareClass::getSpec);
    }
}
