package dev.freihafen.cost.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.pipeline.Placement;
import dev.freihafen.cost.quote.PipelineShape.Overhead;
import dev.freihafen.ir.ResourceQuantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a quoted run goes, and with what parameters. */
final class PlacementOptions {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--cluster", required = true, paramLabel = "cluster", description = "Where it runs.")
    private String cluster = "";

    @Option(names = "--class", paramLabel = "class", description = "Hardware class of its steps. Default: none.")
    private String hardwareClass = "";

    @Option(names = "--capacity", paramLabel = "OnDemand|Spot", description = "Capacity type. Default: none.")
    private String capacity = "";

    @Option(
            names = "--reserve",
            paramLabel = "resource=quantity",
            description =
                    "What a step of the class reserves where the pipeline does not say it; again for each resource:"
                            + " cpu=2, memory=8Gi, accelerator/H100=1.")
    private List<String> reserve = List.of();

    @Option(
            names = "--device",
            paramLabel = "name=model",
            description = "Which accelerator a Kubernetes resource is, such as nvidia.com/gpu=H100; again for each.")
    private List<String> device = List.of();

    @Option(
            names = "--parameter",
            paramLabel = "name=value",
            description =
                    "A parameter of the run, its value as JSON or text; again for each. Others have their defaults.")
    private List<String> parameter = List.of();

    @Option(
            names = "--deadline",
            paramLabel = "duration",
            description = "Longest time of the run, such as PT4H or PT90M; the time of steps without a history.")
    private @Nullable String deadline;

    /** The options, checked. */
    record Choices(
            String cluster,
            String hardwareClass,
            @Nullable CapacityType capacityType,
            Map<Resource, Long> reserves,
            Map<String, Resource> devices,
            Map<String, JsonNode> parameters,
            @Nullable Duration deadline) {

        Placement placement(Map<String, List<Duration>> history) {
            return new Placement(
                    cluster,
                    hardwareClass,
                    capacityType,
                    reserves,
                    devices,
                    history,
                    deadline,
                    Overhead.NONE,
                    Placement.Unknown.REFUSED);
        }
    }

    Choices choices() {
        Map<Resource, Long> reserves = new HashMap<>();
        for (String pair : reserve) {
            String[] parts = pair("--reserve", pair);
            Resource resource = resource("--reserve", parts[0]);
            reserves.put(resource, baseUnits(resource, parts[1]));
        }
        Map<String, Resource> devices = new HashMap<>();
        for (String pair : device) {
            String[] parts = pair("--device", pair);
            devices.put(parts[0], resource("--device", "accelerator/" + parts[1]));
        }
        Map<String, JsonNode> parameters = new HashMap<>();
        for (String pair : parameter) {
            String[] parts = pair("--parameter", pair);
            parameters.put(parts[0], json(parts[1]));
        }
        return new Choices(cluster(), hardwareClass, capacityType(), reserves, devices, parameters, duration());
    }

    private static String[] pair(String option, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new BadOption(option, Fields.quoted(text) + " is not a name and a value with '=' between them");
        }
        return new String[] {text.substring(0, equals), text.substring(equals + 1)};
    }

    private static Resource resource(String option, String text) {
        try {
            return Resource.parse(option, text);
        } catch (InvalidFact unknown) {
            throw new BadOption(option, unknown.reason());
        }
    }

    private static long baseUnits(Resource resource, String text) {
        try {
            BigDecimal factor =
                    BigDecimal.valueOf(resource instanceof Resource.Memory ? 1 : resource.baseUnitsPerUnit());
            long quantity = ResourceQuantity.parse(text).multiply(factor).longValueExact();
            if (quantity >= 0) {
                return quantity;
            }
        } catch (IllegalArgumentException | ArithmeticException ignored) {
            // Refused below.
        }
        throw new BadOption("--reserve", Fields.quoted(text) + " is not a quantity such as 500m, 2 or 8Gi");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException plain) {
            return TextNode.valueOf(text);
        }
    }

    private String cluster() {
        try {
            return Fields.dnsLabel("--cluster", cluster);
        } catch (InvalidFact invalid) {
            throw new BadOption("--cluster", invalid.reason());
        }
    }

    private @Nullable CapacityType capacityType() {
        try {
            return capacity.isEmpty() ? null : CapacityType.of("--capacity", capacity);
        } catch (InvalidFact invalid) {
            throw new BadOption("--capacity", invalid.reason());
        }
    }

    private @Nullable Duration duration() {
        try {
            Duration parsed = deadline == null ? null : Duration.parse(deadline);
            if (parsed == null || parsed.isPositive()) {
                return parsed;
            }
        } catch (DateTimeParseException ignored) {
            // Refused below.
        }
        throw new BadOption("--deadline", Fields.quoted(String.valueOf(deadline)) + " is not a duration such as PT4H");
    }
}
