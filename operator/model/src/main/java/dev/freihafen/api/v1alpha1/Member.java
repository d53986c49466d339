package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * An identity-provider group and its role in the team.
 *
 * @param group name of the group as the token's {@code groups} claim has it
 * @param role what its people may do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!self.group.startsWith('system:')",
        message = "spec.members[].group must not start with system:, such groups belong to Kubernetes")
public record Member(
        @Required @Size(min = 1, max = 253) String group,
        @Required TeamRole role) {}
