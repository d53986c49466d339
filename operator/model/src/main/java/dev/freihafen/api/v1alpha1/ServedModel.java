package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A model to be served.
 *
 * @param uri where it lies: {@code pvc://models/<path>} on the team's model volume
 * @param format its format
 * @param name name under which the Open Inference Protocol answers
 * @param version version for people, empty when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.uri.startsWith('pvc://models/') && !self.uri.contains('/../') && !self.uri.endsWith('/..')",
        message = "spec.model.uri must be pvc://models/<path> on the team's model volume, without .. in it")
public record ServedModel(
        @Required @Size(min = 14, max = 512) @Pattern("^pvc://[A-Za-z0-9._/-]+$")
        String uri,

        @Required Format format,

        @Required @Size(min = 1, max = 63) @Pattern("^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
        String name,

        @Nullable @Size(max = 63) @Pattern("^[A-Za-z0-9_.-]*$")
        String version) {
    /** Formats that can be served. */
    public enum Format {
        /** A scikit-learn estimator written by joblib. */
        sklearn
    }
}
