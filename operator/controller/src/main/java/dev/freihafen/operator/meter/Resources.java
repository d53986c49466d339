package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.Accelerator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kubernetes resources in the ledger's names and integer base units: {@code cpu} in millicores, {@code memory} in bytes,
 * {@code accelerator/<model>[/<slice>]} in thousandths. Fractions are rounded up, as kube-scheduler does.
 */
final class Resources {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private Resources() {}

    /** Only what is priced: cpu, memory and extended resources; zero amounts are left out. */
    static SortedMap<String, Long> of(Map<String, BigDecimal> amounts, Optional<Accelerator> accelerator) {
        SortedMap<String, Long> quantities = new TreeMap<>();
        amounts.forEach((name, amount) -> {
            if (amount.signum() <= 0) {
                return;
            }
            if (name.equals("cpu")) {
                quantities.put("cpu", units(amount.multiply(THOUSAND)));
            } else if (name.equals("memory")) {
                quantities.put("memory", units(amount));
            } else if (name.contains("/") && !name.startsWith("hugepages")) {
                quantities.put(acceleratorName(name, accelerator), units(amount.multiply(THOUSAND)));
            }
        });
        return quantities;
    }

    private static String acceleratorName(String resource, Optional<Accelerator> known) {
        return known.filter(accelerator -> accelerator.resource().equals(resource))
                .map(accelerator -> "accelerator/" + accelerator.model()
                        + (accelerator.slice() == null ? "" : "/" + accelerator.slice()))
                .orElseGet(() -> "accelerator/" + resource.replace('/', '-'));
    }

    private static long units(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
