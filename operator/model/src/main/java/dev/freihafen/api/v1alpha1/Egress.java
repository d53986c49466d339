package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a team's pods may connect to outside the cluster. Private ranges and link-local addresses are reachable only when
 * listed.
 *
 * @param mode how it is decided
 * @param cidrs IP ranges that may be reached, for mode {@code List}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "(self.mode == 'List') == (has(self.cidrs) && self.cidrs.size() > 0)",
        message = "spec.egress.cidrs must be given for mode List, and only then")
@ValidationRule(
        value = "!has(self.cidrs) || self.cidrs.all(c, isCIDR(c))",
        message = "spec.egress.cidrs must be IP ranges such as 203.0.113.0/24")
public record Egress(
        @Required Mode mode, @Nullable @Size(max = 20) List<@Size(max = 43) String> cidrs) {
    /** How egress is decided. */
    public enum Mode {
        /** Nothing outside the cluster. */
        None,
        /** Public addresses only. */
        Internet,
        /** The listed ranges only. */
        List
    }
}
