package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Devices of one kind.
 *
 * @param resource Kubernetes resource name, such as {@code nvidia.com/gpu}
 * @param count devices or slices, 1 to 16
 * @param model model as the rate card names it, such as {@code H100}
 * @param slice slice of a device, such as {@code 3g.40gb}; the whole device when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Accelerator(
        @Required @Size(max = 253) @Pattern("^[a-z0-9.-]+/[a-zA-Z0-9._-]+$")
        String resource,

        @Required @Min(1) @Max(16) Integer count,

        @Required @Size(max = 40) @Pattern("^[A-Za-z0-9][A-Za-z0-9-]*$")
        String model,

        @Nullable @Size(max = 40) @Pattern("^[1-9][0-9]*g\\.[0-9]+gb$")
        String slice) {}
