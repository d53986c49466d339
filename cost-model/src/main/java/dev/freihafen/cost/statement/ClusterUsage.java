package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.LineKey;
import dev.freihafen.cost.charge.QuantitySums;
import dev.freihafen.cost.charge.TariffPosition;
import dev.freihafen.cost.exact.Utf8Order;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The sums of one cluster: what was reserved, and what its nodes offered. */
record ClusterUsage(List<Used> used, List<Offered> offered) {

    /** Usage of a line at one price. */
    record Used(LineKey key, TariffPosition position, BigInteger quantitySeconds) {}

    /** Capacity of nodes at one price; processors, memory and accelerators only. */
    record Offered(TariffPosition position, BigInteger quantitySeconds) {}

    /** By cluster; a cluster of {@code others} that was not used is there without usage. */
    static NavigableMap<String, ClusterUsage> byCluster(QuantitySums sums, Collection<String> others) {
        Map<String, ClusterUsage> clusters = new HashMap<>();
        others.forEach(cluster -> of(clusters, cluster));
        sums.usage((key, position, quantitySeconds, firstUsed, lastUsed) ->
                of(clusters, key.price().cluster()).used.add(new Used(key, position, quantitySeconds)));
        sums.capacity((position, quantitySeconds) -> {
            if (!Capacity.group(position.key().resource()).equals(Capacity.NO_NODE)) {
                of(clusters, position.key().cluster()).offered.add(new Offered(position, quantitySeconds));
            }
        });
        NavigableMap<String, ClusterUsage> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        sorted.putAll(clusters);
        return sorted;
    }

    private static ClusterUsage of(Map<String, ClusterUsage> clusters, String cluster) {
        return clusters.computeIfAbsent(cluster, absent -> new ClusterUsage(new ArrayList<>(), new ArrayList<>()));
    }

    /** Whether all usage and all capacity has a price. */
    boolean priced() {
        return used.stream().allMatch(sum -> sum.position().price() != null)
                && offered.stream().allMatch(sum -> sum.position().price() != null);
    }
}
