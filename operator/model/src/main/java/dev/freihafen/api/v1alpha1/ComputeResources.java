package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * CPU and memory as Kubernetes quantities.
 *
 * @param cpu cores, such as {@code 500m}
 * @param memory bytes, such as {@code 2Gi}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "isQuantity(self.cpu) && quantity(self.cpu).isGreaterThan(quantity('0'))",
        message = "cpu must be a quantity above 0, such as 500m or 4")
@ValidationRule(
        value = "isQuantity(self.memory) && quantity(self.memory).compareTo(quantity('1Mi')) >= 0",
        message = "memory must be a quantity of at least 1Mi, such as 2Gi")
public record ComputeResources(
        @Required @Size(min = 1, max = 32) String cpu,
        @Required @Size(min = 1, max = 32) String memory) {}
