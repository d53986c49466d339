package dev.freihafen.cost.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.ir.PipelineSpec.AcceleratorConfig;
import dev.freihafen.ir.PipelineSpec.ContainerSpec;
import dev.freihafen.ir.PipelineSpec.ResourceSpec;
import dev.freihafen.ir.Placeholders;
import dev.freihafen.ir.ResourceQuantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step reserves: what the pipeline requests, else its limit, else what the hardware class reserves. As the operator
 * does it, texts win over the deprecated numbers, which are cores and GB of 10^9 bytes.
 */
final class Reservations {

    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);

    private final Placement placement;

    Reservations(Placement placement) {
        this.placement = placement;
    }

    /** @throws InvalidFact naming the step's path if a quantity is known only while it runs, or is of no known device */
    Map<PriceKey, Long> of(String path, ContainerSpec container, Map<String, JsonNode> known) {
        Map<Resource, Long> reserved = new HashMap<>(placement.reserves());
        ResourceSpec asked = container.resources();
        if (asked != null) {
            put(
                    reserved,
                    new Resource.Cpu(),
                    first(
                            quantity(path, asked.resourceCpuRequest(), known),
                            decimal(asked.cpuRequest(), BigDecimal.ONE),
                            quantity(path, asked.resourceCpuLimit(), known),
                            decimal(asked.cpuLimit(), BigDecimal.ONE)));
            put(
                    reserved,
                    new Resource.Memory(),
                    first(
                            quantity(path, asked.resourceMemoryRequest(), known),
                            decimal(asked.memoryRequest(), GB),
                            quantity(path, asked.resourceMemoryLimit(), known),
                            decimal(asked.memoryLimit(), GB)));
            AcceleratorConfig accelerator = asked.accelerator();
            if (accelerator != null) {
                addDevices(reserved, path, accelerator, known);
            }
        }
        Map<PriceKey, Long> keyed = new HashMap<>();
        reserved.forEach((resource, quantity) -> keyed.put(placement.key(resource), quantity));
        return keyed;
    }

    private void addDevices(
            Map<Resource, Long> reserved, String path, AcceleratorConfig accelerator, Map<String, JsonNode> known) {
        String type = accelerator.resourceType() == null
                ? accelerator.type()
                : resolved(path, accelerator.resourceType(), known);
        BigDecimal count = accelerator.resourceCount() == null
                ? accelerator.count() == null ? null : BigDecimal.valueOf(accelerator.count())
                : quantity(path, accelerator.resourceCount(), known);
        if (type == null || count == null) {
            return;
        }
        Resource device = placement.devices().get(type);
        if (device == null) {
            throw new InvalidFact(path, "asks for " + type + ", and it is not said which accelerator that is");
        }
        put(reserved, device, count);
    }

    /** Base units are whole: a part of one is reserved as one. Storage and time do not come here. */
    private static void put(Map<Resource, Long> reserved, Resource resource, @Nullable BigDecimal quantity) {
        if (quantity != null) {
            BigDecimal perWhole = resource instanceof Resource.Memory ? BigDecimal.ONE : BigDecimal.valueOf(1000);
            reserved.put(
                    resource,
                    quantity.multiply(perWhole)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact());
        }
    }

    private static @Nullable BigDecimal first(@Nullable BigDecimal... choices) {
        for (BigDecimal choice : choices) {
            if (choice != null) {
                return choice;
            }
        }
        return null;
    }

    private static @Nullable BigDecimal decimal(@Nullable Double number, BigDecimal factor) {
        return number == null || number == 0 ? null : BigDecimal.valueOf(number).multiply(factor);
    }

    private static @Nullable BigDecimal quantity(String path, @Nullable String text, Map<String, JsonNode> known) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String value = resolved(path, text, known);
        try {
            return ResourceQuantity.parse(value);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidFact(path, "reserves " + value + ", which is no quantity such as 500m or 2Gi");
        }
    }

    private static String resolved(String path, String text, Map<String, JsonNode> known) {
        return Placeholders.resolve(text, known)
                .orElseThrow(() -> new InvalidFact(
                        path, "reserves " + text + ", and not every parameter of that is known before the run"));
    }
}
