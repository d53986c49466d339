package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How many pods serve.
 *
 * @param min fewest, 1 to 50
 * @param max most, not less than the fewest, at most 50
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.min <= self.max", message = "spec.replicas.min must not be above max")
public record Replicas(
        @Required @Default("1") @Min(1) @Max(50) Integer min,
        @Required @Default("1") @Min(1) @Max(50) Integer max) {}
