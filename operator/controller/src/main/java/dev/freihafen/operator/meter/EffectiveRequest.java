package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pod reserves, as kube-scheduler computes it: the sum over its containers and restartable init containers, or what
 * its init containers need at a time where that is more; pod-level requests win over the sum; overhead comes on top.
 * Source: Kubernetes, "Resource sharing within containers" and KEP-753 (sidecar containers), KEP-2837 (pod level).
 */
final class EffectiveRequest {
    private EffectiveRequest() {}

    /** Amounts by Kubernetes resource name: cores for cpu, bytes for memory, devices for extended resources. */
    static Map<String, BigDecimal> of(PodSpec spec) {
        Map<String, BigDecimal> sidecars = new TreeMap<>();
        Map<String, BigDecimal> mostInit = new TreeMap<>();
        for (Container init : orEmpty(spec.getInitContainers())) {
            Map<String, BigDecimal> own = requests(init.getResources());
            if ("Always".equals(init.getRestartPolicy())) {
                add(sidecars, own);
                raise(mostInit, sidecars);
            } else {
                Map<String, BigDecimal> running = new TreeMap<>(sidecars);
                add(running, own);
                raise(mostInit, running);
            }
        }
        Map<String, BigDecimal> total = new TreeMap<>(sidecars);
        orEmpty(spec.getContainers()).forEach(container -> add(total, requests(container.getResources())));
        raise(total, mostInit);
        total.putAll(requests(spec.getResources()));
        add(total, amounts(spec.getOverhead()));
        return total;
    }

    private static Map<String, BigDecimal> requests(@Nullable ResourceRequirements resources) {
        return resources == null ? Map.of() : amounts(resources.getRequests());
    }

    private static Map<String, BigDecimal> amounts(@Nullable Map<String, Quantity> quantities) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
        }
        return amounts;
    }

    private static void add(Map<String, BigDecimal> sum, Map<String, BigDecimal> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
    }

    private static void raise(Map<String, BigDecimal> most, Map<String, BigDecimal> other) {
        other.forEach((name, amount) -> most.merge(name, amount, BigDecimal::max));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
