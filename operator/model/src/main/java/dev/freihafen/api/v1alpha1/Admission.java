package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Whether the team's new work is admitted. Owned by the platform API alone, through server-side apply; manifests kept in
 * Git leave it out.
 *
 * @param state whether new work starts
 * @param reason who holds it and who may lift it, one plain sentence; needed when held
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.state != 'Held' || (has(self.reason) && self.reason.size() > 0)",
        message = "spec.admission.reason is needed when state is Held")
public record Admission(
        @Required @Default("Open") State state,
        @Nullable @Size(max = 512) String reason) {
    /** Whether new work starts. Running work is never stopped by it. */
    public enum State {
        /** New work starts. */
        Open,
        /** New work waits, with the reason. */
        Held
    }
}
