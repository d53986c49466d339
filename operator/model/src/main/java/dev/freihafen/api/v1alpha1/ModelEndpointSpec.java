package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint should serve.
 *
 * @param model the model
 * @param hardwareClass name of the HardwareClass its pods run on
 * @param replicas how many pods, 1 to 1 when absent
 * @param engine what serves it
 * @param owner account that created it; never changes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.owner == oldSelf.owner", message = "spec.owner cannot be changed")
public record ModelEndpointSpec(
        @Required ServedModel model,

        @Required @Size(min = 1, max = 40) @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String hardwareClass,

        @Nullable Replicas replicas,
        @Required @Default("Auto") Engine engine,
        @Required @Size(min = 1, max = 253) String owner) {
    /** What serves a model. */
    public enum Engine {
        /** The best that the ClusterProfile found. */
        Auto,
        /** A Deployment of a model server, with nothing else installed. */
        Deployment
    }
}
