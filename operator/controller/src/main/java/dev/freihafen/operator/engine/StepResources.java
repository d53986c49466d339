package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.ir.PipelineSpec;
import dev.freihafen.operator.workload.RestrictedPod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a step reserves: what the pipeline says, else, for each of CPU and memory, what the run's hardware class says, else the team's defaults. Strings win
 * over the deprecated numbers, which are cores and GB of 10^9 bytes (PipelineContainerSpec.ResourceSpec).
 */
final class StepResources {
    private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);

    private StepResources() {}

    static ResourceRequirements of(
            PipelineSpec.ContainerSpec container,
            Map<String, JsonNode> parameters,
            Optional<HardwareClassSpec> hardware) {
        PipelineSpec.ResourceSpec asked = container.resources();
        if (asked == null) {
            return hardware.map(RestrictedPod::resources).orElseGet(ResourceRequirements::new);
        }
        ResourceRequirements given = hardware.map(RestrictedPod::resources).orElseGet(ResourceRequirements::new);
        Map<String, Quantity> requests =
                given.getRequests() == null ? new TreeMap<>() : new TreeMap<>(given.getRequests());
        Map<String, Quantity> limits = given.getLimits() == null ? new TreeMap<>() : new TreeMap<>(given.getLimits());
        if (isGiven(asked.resourceCpuRequest(), asked.resourceCpuLimit(), asked.cpuRequest(), asked.cpuLimit())) {
            requests.remove("cpu");
            limits.remove("cpu");
        }
        if (isGiven(
                asked.resourceMemoryRequest(),
                asked.resourceMemoryLimit(),
                asked.memoryRequest(),
                asked.memoryLimit())) {
            requests.remove("memory");
            limits.remove("memory");
        }
        put(requests, "cpu", text(asked.resourceCpuRequest(), parameters), cores(asked.cpuRequest()));
        put(requests, "memory", text(asked.resourceMemoryRequest(), parameters), bytes(asked.memoryRequest()));
        put(limits, "cpu", text(asked.resourceCpuLimit(), parameters), cores(asked.cpuLimit()));
        put(limits, "memory", text(asked.resourceMemoryLimit(), parameters), bytes(asked.memoryLimit()));
        if (asked.accelerator() != null) {
            devices(asked.accelerator(), parameters).forEach((type, count) -> {
                requests.put(type, count);
                limits.put(type, count);
            });
        }
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    /** One, where no number is said; nothing, where it is not said of what. */
    private static Map<String, Quantity> devices(
            PipelineSpec.AcceleratorConfig asked, Map<String, JsonNode> parameters) {
        String type = asked.resourceType() == null ? asked.type() : text(asked.resourceType(), parameters);
        String count = asked.resourceCount() == null
                ? String.valueOf(Objects.requireNonNullElse(asked.count(), 1L))
                : text(asked.resourceCount(), parameters);
        return type == null || count == null ? Map.of() : Map.of(type, new Quantity(count));
    }

    private static boolean isGiven(@Nullable Object... values) {
        return Stream.of(values).anyMatch(Objects::nonNull);
    }

    private static void put(
            Map<String, Quantity> quantities, String name, @Nullable String text, @Nullable String number) {
        String chosen = text == null || text.isBlank() ? number : text;
        if (chosen != null) {
            quantities.put(name, new Quantity(chosen));
        }
    }

    private static @Nullable String text(@Nullable String value, Map<String, JsonNode> parameters) {
        return value == null ? null : Inputs.substitute(value, parameters);
    }

    private static @Nullable String cores(@Nullable Double cores) {
        return cores == null || cores == 0 ? null : BigDecimal.valueOf(cores).toPlainString();
    }

    private static @Nullable String bytes(@Nullable Double gigabytes) {
        return gigabytes == null || gigabytes == 0
                ? null
                : BigDecimal.valueOf(gigabytes).multiply(GB).toBigInteger().toString();
    }
}
