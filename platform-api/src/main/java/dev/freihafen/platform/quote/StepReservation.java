package dev.freihafen.platform.quote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.ir.PipelineSpec;
import dev.freihafen.ir.Placeholders;
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

    /** @param inputs the step's parameters whose values are known before the run; sizes may speak of them */
    Map<PriceKey, Long> of(PipelineSpec.ContainerSpec container, Map<String, JsonNode> inputs) {
        PipelineSpec.ResourceSpec asked = container.resources();
        Map<PriceKey, Long> reserved = new HashMap<>();
        reserved.put(key("cpu"), units(cpu(asked, inputs).multiply(THOUSAND)));
        reserved.put(key("memory"), units(memory(asked, inputs)));
        Accelerator accelerator = hardware == null ? null : hardware.accelerator();
        if (accelerator != null) {
            String slice = accelerator.slice() == null ? "" : "/" + accelerator.slice();
            reserved.put(key("accelerator/" + accelerator.model() + slice), accelerator.count() * 1000L);
        } else if (asked != null && asked.accelerator() != null) {
            addUnknown(reserved, asked.accelerator(), inputs);
        }
        return reserved;
    }

    private BigDecimal cpu(PipelineSpec.@Nullable ResourceSpec asked, Map<String, JsonNode> inputs) {
        BigDecimal own = asked == null
                ? null
                : first(
                        quantity(asked.resourceCpuRequest(), inputs),
                        number(asked.cpuRequest(), BigDecimal.ONE),
                        quantity(asked.resourceCpuLimit(), inputs),
                        number(asked.cpuLimit(), BigDecimal.ONE));
        return own != null
                ? own
                : amount(hardware == null ? CPU : hardware.requests().cpu());
    }

    private BigDecimal memory(PipelineSpec.@Nullable ResourceSpec asked, Map<String, JsonNode> inputs) {
        BigDecimal own = asked == null
                ? null
                : first(
                        quantity(asked.resourceMemoryRequest(), inputs),
                        number(asked.memoryRequest(), GB),
                        quantity(asked.resourceMemoryLimit(), inputs),
                        number(asked.memoryLimit(), GB));
        return own != null
                ? own
                : amount(hardware == null ? MEMORY : hardware.requests().memory());
    }

    /** Which model a Kubernetes resource stands for is not known before a node has it: it stays without a price. */
    private void addUnknown(
            Map<PriceKey, Long> reserved, PipelineSpec.AcceleratorConfig asked, Map<String, JsonNode> inputs) {
        String text = asked.resourceType() != null ? asked.resourceType() : asked.type();
        String type = text == null ? null : Placeholders.resolve(text, inputs).orElse("unknown");
        if (type == null) {
            return;
        }
        BigDecimal said = first(
                quantity(asked.resourceCount(), inputs),
                asked.count() == null ? null : BigDecimal.valueOf(asked.count()));
        BigDecimal count = said == null ? BigDecimal.ONE : said;
        long devices = units(count.multiply(THOUSAND));
        try {
            reserved.put(key("accelerator/" + type.substring(type.lastIndexOf('/') + 1)), devices);
        } catch (InvalidFact noModel) {
            reserved.put(key("accelerator/unknown"), devices);
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

    /** What only an earlier step will say is not known. */
    private static @Nullable BigDecimal quantity(@Nullable String text, Map<String, JsonNode> inputs) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Placeholders.resolve(text, inputs)
                    .map(StepReservation::amount)
                    .orElse(null);
        } catch (IllegalArgumentException noQuantity) {
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
