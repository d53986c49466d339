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
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

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
                    path,
                    reserved,
                    new Resource.Cpu(),
                    first(
                            quantity(path, asked.resourceCpuRequest(), known),
                            decimal(asked.cpuRequest(), BigDecimal.ONE),
                            quantity(path, asked.resourceCpuLimit(), known),
                            decimal(asked.cpuLimit(), BigDecimal.ONE)));
            put(
                    path,
                    reserved,
                    new Resource.Memory(),
                    first(
                            quantity(path, asked.resourceMemoryRequest(), known),
                            decimal(asked.memoryRequest(), GB),
                            quantity(path, asked.resourceMemoryLimit(), known),
                            decimal(asked.memoryLimit(), GB)));
            if (asked.accelerator() != null) {
                putDevices(path, reserved, asked.accelerator(), known);
            }
        }
        Map<PriceKey, Long> keyed = new HashMap<>();
        reserved.forEach((resource, quantity) -> keyed.put(placement.key(resource), quantity));
        return keyed;
    }

    /** What is asked for takes the place of the class's devices of the same kind. One, where no number is said. */
    private void putDevices(
            String path, Map<Resource, Long> reserved, AcceleratorConfig asked, Map<String, JsonNode> known) {
        String said = asked.resourceType() == null ? asked.type() : asked.resourceType();
        if (said == null) {
            return;
        }
        String type = resolved(path, said, known);
        BigDecimal number = asked.count() == null ? null : BigDecimal.valueOf(asked.count());
        BigDecimal count = first(quantity(path, asked.resourceCount(), known), number, BigDecimal.ONE);
        put(path, reserved, device(path, type == null ? "unknown" : type), count);
    }

    private Resource device(String path, String type) {
        Resource device = placement.devices().get(type);
        if (device != null) {
            return device;
        }
        unknown(path, "asks for " + type + ", and it is not said which accelerator that is");
        try {
            return Resource.parse("resource", "accelerator/" + type.substring(type.lastIndexOf('/') + 1));
        } catch (InvalidFact noModel) {
            return Resource.parse("resource", "accelerator/unknown");
        }
    }

    /** Base units are whole: a part of one is reserved as one. Storage and time do not come here. */
    private void put(String path, Map<Resource, Long> reserved, Resource resource, @Nullable BigDecimal quantity) {
        if (quantity == null) {
            return;
        }
        BigDecimal perWhole = resource instanceof Resource.Memory ? BigDecimal.ONE : BigDecimal.valueOf(1000);
        BigDecimal units = quantity.multiply(perWhole).setScale(0, RoundingMode.CEILING);
        if (units.signum() < 0 || units.compareTo(MOST) > 0) {
            unknown(path, "reserves " + quantity.toPlainString() + " of " + resource.text() + ", which nothing has");
            return;
        }
        reserved.put(resource, units.longValueExact());
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
        return number == null || number <= 0 ? null : BigDecimal.valueOf(number).multiply(factor);
    }

    private @Nullable BigDecimal quantity(String path, @Nullable String text, Map<String, JsonNode> known) {
        String value = text == null || text.isBlank() ? null : resolved(path, text, known);
        if (value == null) {
            return null;
        }
        try {
            return ResourceQuantity.parse(value);
        } catch (IllegalArgumentException malformed) {
            unknown(path, "reserves " + value + ", which is no quantity such as 500m or 2Gi");
            return null;
        }
    }

    private @Nullable String resolved(String path, String text, Map<String, JsonNode> known) {
        String value = Placeholders.resolve(text, known).orElse(null);
        if (value == null) {
            unknown(path, "reserves " + text + ", and not every parameter of that is known before the run");
        }
        return value;
    }

    private void unknown(String path, String reason) {
        if (placement.unknown() == Placement.Unknown.REFUSED) {
            throw new InvalidFact(path, reason);
        }
    }
}
