package dev.freihafen.platform.quote;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.ir.PipelineSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step's pod will reserve, in the ledger's names and base units: what the pipeline says, else the run's hardware
 * class, else the team's default requests. A limit without a request counts as the request, as Kubernetes does it.
 *
 * @param cluster where it will run
 * @param hardwareClass name of the run's class, empty without one
 * @param hardware the class, null without one
 */
record StepReservation(
        String cluster, String hardwareClass, @Nullable HardwareClassSpec hardware) {
    /** Default requests in the namespaces of teams. */
    private static final String CPU = "100m";

    private static final String MEMORY = "128Mi";
    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    Map<PriceKey, Long> of(PipelineSpec.ContainerSpec container) {
        PipelineSpec.ResourceSpec asked = container.resources();
        Map<PriceKey, Long> reserved = new HashMap<>();
        reserved.put(key("cpu"), units(cpu(asked).multiply(THOUSAND)));
        reserved.put(key("memory"), units(memory(asked)));
        Accelerator accelerator = hardware == null ? null : hardware.accelerator();
        if (accelerator != null) {
            String slice = accelerator.slice() == null ? "" : "/" + accelerator.slice();
            reserved.put(key("accelerator/" + accelerator.model() + slice), accelerator.count() * 1000L);
        } else if (asked != null && asked.accelerator() != null) {
            addUnknown(reserved, asked.accelerator());
        }
        return reserved;
    }

    private BigDecimal cpu(PipelineSpec.@Nullable ResourceSpec asked) {
        BigDecimal own = asked == null
                ? null
                : first(
                        quantity(asked.resourceCpuRequest()),
                        number(asked.cpuRequest(), BigDecimal.ONE),
                        quantity(asked.resourceCpuLimit()),
                        number(asked.cpuLimit(), BigDecimal.ONE));
        return own != null
                ? own
                : amount(hardware == null ? CPU : hardware.requests().cpu());
    }

    private BigDecimal memory(PipelineSpec.@Nullable ResourceSpec asked) {
        BigDecimal own = asked == null
                ? null
                : first(
                        quantity(asked.resourceMemoryRequest()),
                        number(asked.memoryRequest(), GB),
                        quantity(asked.resourceMemoryLimit()),
                        number(asked.memoryLimit(), GB));
        return own != null
                ? own
                : amount(hardware == null ? MEMORY : hardware.requests().memory());
    }

    /** Which model a Kubernetes resource stands for is not known before a node has it: it stays without a price. */
    private void addUnknown(Map<PriceKey, Long> reserved, PipelineSpec.AcceleratorConfig asked) {
        String type = asked.resourceType() != null ? asked.resourceType() : asked.type();
        if (type != null) {
            try {
                reserved.put(key("accelerator/" + type.substring(type.lastIndexOf('/') + 1)), 1000L);
            } catch (InvalidFact noModel) {
                reserved.put(key("accelerator/unknown"), 1000L);
            }
        }
    }

    private PriceKey key(String resource) {
        return new PriceKey(cluster, Resource.parse("resource", resource), hardwareClass, CapacityType.ON_DEMAND);
    }

    private static @Nullable BigDecimal first(@Nullable BigDecimal... values) {
        for (BigDecimal value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** A placeholder is known only while the run goes on. */
    private static @Nullable BigDecimal quantity(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : amount(text);
        } catch (IllegalArgumentException placeholder) {
            return null;
        }
    }

    private static @Nullable BigDecimal number(@Nullable Double value, BigDecimal unit) {
        return value == null || value <= 0 ? null : BigDecimal.valueOf(value).multiply(unit);
    }

    private static BigDecimal amount(String quantity) {
        return Quantity.parse(quantity).getNumericalAmount();
    }

    private static long units(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING)
                .max(BigDecimal.ZERO)
                .min(MOST)
                .longValueExact();
    }
}
