package dev.freihafen.platform.cost;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.fabric8.kubernetes.api.model.Quantity;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices by the rate cards in force. Capacity is taken to be OnDemand: where a pod lands is not known before. */
@Singleton
class RateCardPrices implements PriceLookup {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final String UNKNOWN_CLASS = "unknown";

    private final RateCards rates;
    private final DesiredState desired;
    private final String cluster;

    RateCardPrices(RateCards rates, DesiredState desired, PlatformConfig config) {
        this.rates = rates;
        this.desired = desired;
        this.cluster = config.cluster();
    }

    @Override
    public HourlyPrice priceOf(String hardwareClass, HardwareClassSpec spec, @Nullable String storage, Instant at) {
        Map<PriceKey, Long> reserved = new HashMap<>(reserved(cluster, hardwareClass, spec));
        if (storage != null) {
            reserved.put(
                    new PriceKey(cluster, Resource.parse("resource", "storage/" + storageClass()), "", null),
                    units(Quantity.parse(storage).getNumericalAmount()));
        }
        try {
            return TeamCosts.price(PricePerHour.quote(reserved, rates.inForce(), at, TeamCosts.ZONE));
        } catch (MixedCurrencies mixed) {
            return new HourlyPrice(null, null, List.of(String.valueOf(mixed.getMessage())));
        }
    }

    /** What a pod of a class reserves, in the ledger's names and base units. */
    static Map<PriceKey, Long> reserved(String cluster, String hardwareClass, HardwareClassSpec spec) {
        Map<PriceKey, Long> reserved = new HashMap<>();
        reserved.put(
                key(cluster, hardwareClass, "cpu"),
                units(Quantity.parse(spec.requests().cpu()).getNumericalAmount().multiply(THOUSAND)));
        reserved.put(
                key(cluster, hardwareClass, "memory"),
                units(Quantity.parse(spec.requests().memory()).getNumericalAmount()));
        Accelerator accelerator = spec.accelerator();
        if (accelerator != null) {
            String slice = accelerator.slice() == null ? "" : "/" + accelerator.slice();
            reserved.put(
                    key(cluster, hardwareClass, "accelerator/" + accelerator.model() + slice),
                    accelerator.count() * 1000L);
        }
        return reserved;
    }

    private static PriceKey key(String cluster, String hardwareClass, String resource) {
        return new PriceKey(cluster, Resource.parse("resource", resource), hardwareClass, CapacityType.ON_DEMAND);
    }

    private static long units(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private String storageClass() {
        try {
            return desired.find(ClusterProfile.class, null, "cluster")
                    .map(ClusterProfile::getStatus)
                    .map(ClusterProfileStatus::storageClass)
                    .orElse(UNKNOWN_CLASS);
        } catch (PlatformException.Unavailable away) {
            return UNKNOWN_CLASS;
        }
    }
}
