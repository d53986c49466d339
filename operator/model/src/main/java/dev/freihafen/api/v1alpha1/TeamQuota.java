package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds of what a team may reserve at a time, as Kubernetes quantities.
 *
 * @param cpu cores, such as {@code 16}
 * @param memory bytes, such as {@code 64Gi}
 * @param storage bytes of all volumes together
 * @param accelerators number of devices by Kubernetes resource name, such as {@code nvidia.com/gpu: 4}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.cpu) || (isQuantity(self.cpu) && quantity(self.cpu).isGreaterThan(quantity('0')))",
        message = "spec.quota.cpu must be a quantity above 0, such as 16 or 500m")
@ValidationRule(
        value = "!has(self.memory) || (isQuantity(self.memory) && quantity(self.memory).isGreaterThan(quantity('0')))",
        message = "spec.quota.memory must be a quantity above 0, such as 64Gi")
@ValidationRule(
        value =
                "!has(self.storage) || (isQuantity(self.storage) && quantity(self.storage).isGreaterThan(quantity('0')))",
        message = "spec.quota.storage must be a quantity above 0, such as 500Gi")
@ValidationRule(
        value = "!has(self.accelerators) || self.accelerators.all(k, k.contains('/') && self.accelerators[k] >= 0)",
        message = "spec.quota.accelerators must be counts of 0 or more by resource name, such as nvidia.com/gpu: 4")
public record TeamQuota(
        @Nullable @Size(max = 32) String cpu,
        @Nullable @Size(max = 32) String memory,
        @Nullable @Size(max = 32) String storage,
        @Nullable @Size(max = 16) Map<String, Integer> accelerators) {}
