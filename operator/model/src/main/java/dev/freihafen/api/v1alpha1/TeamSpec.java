package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a team should be.
 *
 * @param displayName name for people
 * @param costCentre cost centre of the company's accounting, empty when there is none
 * @param members identity-provider groups and their roles
 * @param quota upper bounds of what the team may reserve at a time
 * @param egress where the team's pods may connect to outside the cluster; the Internet when absent
 * @param admission whether new work starts; written by the platform API only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.members.all(m, self.members.exists_one(n, n.group == m.group))",
        message = "spec.members must name each group once")
public record TeamSpec(
        @Required @Size(min = 1, max = 100) String displayName,
        @Nullable @Size(max = 63) String costCentre,
        @Required @Size(max = 50) List<Member> members,
        @Nullable TeamQuota quota,
        @Nullable Egress egress,
        @Nullable Admission admission) {
    public TeamSpec {
        members = members == null ? List.of() : List.copyOf(members);
    }
}
