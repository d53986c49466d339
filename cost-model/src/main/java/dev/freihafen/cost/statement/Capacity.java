package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.TariffPosition;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import dev.freihafen.cost.rate.Slices;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Overcommitment: where more of a resource was reserved in a month than the nodes offered, its costs are scaled by
 * offered / reserved, so that they never exceed what there was. A resource is here processors, memory, or a model of
 * accelerators with all its slices, where a slice counts as its share of the device.
 */
final class Capacity {

    /** The group of what no node offers. */
    static final String NO_NODE = "";

    private Capacity() {}

    /** The resource that a reservation takes from; empty for volumes, load balancers and traffic, which no node offers. */
    static String group(Resource resource) {
        return switch (resource) {
            case Resource.Cpu _, Resource.Memory _ -> resource.text();
            case Accelerator accelerator ->
                Slices.share(accelerator).isPresent() ? accelerator.whole().text() : accelerator.text();
            case Resource.Storage _, Resource.LoadBalancer _, Resource.Egress _ -> NO_NODE;
        };
    }

    /** offered / reserved of each overcommitted resource. */
    static Map<String, Fraction> scales(ClusterUsage usage) {
        Map<String, Fraction> offered = new HashMap<>();
        usage.offered().forEach(sum -> add(offered, sum.position(), sum.quantitySeconds()));
        Map<TariffPosition, BigInteger> sums = new IdentityHashMap<>();
        for (ClusterUsage.Used used : usage.used()) {
            sums.merge(used.position(), used.quantitySeconds(), BigInteger::add);
        }
        Map<String, Fraction> reserved = new HashMap<>();
        sums.forEach((position, quantitySeconds) -> add(reserved, position, quantitySeconds));
        Map<String, Fraction> scales = new HashMap<>();
        offered.forEach((group, there) -> {
            Fraction taken = reserved.getOrDefault(group, Fraction.ZERO);
            if (taken.compareTo(there) > 0) {
                scales.put(group, there.dividedBy(taken));
            }
        });
        return scales;
    }

    private static void add(Map<String, Fraction> sums, TariffPosition position, BigInteger quantitySeconds) {
        Resource resource = position.key().resource();
        String group = group(resource);
        if (!group.equals(NO_NODE)) {
            Fraction share = resource instanceof Accelerator accelerator
                    ? Slices.share(accelerator).orElse(Fraction.ONE)
                    : Fraction.ONE;
            sums.merge(group, share.times(quantitySeconds), Fraction::plus);
        }
    }
}
