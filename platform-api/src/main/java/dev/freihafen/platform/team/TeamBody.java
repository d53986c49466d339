package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Egress;
import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.TeamQuota;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a team should be.
 *
 * @param displayName name for people
 * @param costCentre cost centre of the company's accounting
 * @param members groups of the identity provider and their roles
 * @param quota upper bounds of what the team may reserve at a time
 * @param egress where the team's pods may connect to outside the cluster; the Internet when absent
 */
@Schema(name = "Team", examples = """
                {"displayName":"Fraud detection","costCentre":"4711",\
                "members":[{"group":"fraud-editors","role":"Editor"},{"group":"fraud-admins","role":"Admin"}],\
                "quota":{"cpu":"16","memory":"64Gi","storage":"500Gi"}}""")
record TeamBody(
        @NotBlank @Size(max = 100) String displayName,
        @Nullable @Size(max = 63) String costCentre,
        @NotNull @Size(max = 50) List<@NotNull Member> members,
        @Nullable TeamQuota quota,
        @Nullable Egress egress) {}
