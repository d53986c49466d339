package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of this class reserves and where it runs. Changes apply at the next start of a workload.
 *
 * @param displayName name for people
 * @param requests what is reserved, and charged
 * @param limits most that may be used; the requests when absent
 * @param accelerator devices, none when absent
 * @param nodeSelector labels a node must have
 * @param tolerations taints it tolerates
 * @param nodeClass class of the nodes it runs on, the key of node rates; empty when nodes have none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "!has(self.limits) || !isQuantity(self.limits.cpu) || !isQuantity(self.requests.cpu) || quantity(self.limits.cpu).compareTo(quantity(self.requests.cpu)) >= 0",
        message = "spec.limits.cpu must not be below spec.requests.cpu")
@ValidationRule(
        value =
                "!has(self.limits) || !isQuantity(self.limits.memory) || !isQuantity(self.requests.memory) || quantity(self.limits.memory).compareTo(quantity(self.requests.memory)) >= 0",
        message = "spec.limits.memory must not be below spec.requests.memory")
public record HardwareClassSpec(
        @Required @Size(min = 1, max = 100) String displayName,
        @Required ComputeResources requests,
        @Nullable ComputeResources limits,
        @Nullable Accelerator accelerator,
        @Nullable @Size(max = 16) Map<String, String> nodeSelector,
        @Nullable @Size(max = 16) List<Toleration> tolerations,
        @Nullable @Size(max = 63) String nodeClass) {}
