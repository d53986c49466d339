package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace should be.
 *
 * @param image container image that serves JupyterLab on port 8888; the platform's own when absent
 * @param hardwareClass name of the HardwareClass it runs on; a change applies at the next start
 * @param storage size of its volume as a Kubernetes quantity; may grow, never shrink
 * @param running whether it should run; stopping keeps the volume
 * @param owner account that created it; never changes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.owner == oldSelf.owner", message = "spec.owner cannot be changed")
@ValidationRule(
        value = "isQuantity(self.storage) && quantity(self.storage).compareTo(quantity('1Mi')) >= 0",
        message = "spec.storage must be a quantity of at least 1Mi, such as 10Gi")
@ValidationRule(
        value = "!isQuantity(oldSelf.storage) || quantity(self.storage).compareTo(quantity(oldSelf.storage)) >= 0",
        message = "spec.storage cannot shrink: a volume keeps its data")
public record WorkspaceSpec(
        @Nullable @Size(min = 1, max = 512) @Pattern("^[a-z0-9][A-Za-z0-9._:/@-]*$")
        String image,

        @Required @Size(min = 1, max = 40) @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String hardwareClass,

        @Required @Default("10Gi") @Size(min = 1, max = 32) String storage,
        @Required @Default("true") Boolean running,
        @Required @Size(min = 1, max = 253) String owner) {}
