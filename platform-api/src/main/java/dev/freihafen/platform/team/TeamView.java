package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Egress;
import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamQuota;
import dev.freihafen.api.v1alpha1.TeamStatus;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A team as it is.
 *
 * @param name its name
 * @param displayName name for people
 * @param costCentre cost centre of the company's accounting
 * @param members groups of the identity provider and their roles
 * @param quota upper bounds of what the team may reserve at a time
 * @param egress where the team's pods may connect to outside the cluster
 * @param admission whether new work starts, and if not, why
 * @param state Pending, Ready, Conflict or Terminating
 * @param message what it waits for and what to do next
 * @param createdAt RFC 3339, UTC
 */
@Schema(name = "TeamState")
record TeamView(
        String name,
        String displayName,
        @Nullable String costCentre,
        List<Member> members,
        @Nullable TeamQuota quota,
        @Nullable Egress egress,
        @Nullable Admission admission,
        TeamStatus.State state,
        @Nullable String message,
        @Nullable String createdAt) {
    static TeamView of(Team team) {
        TeamStatus status = team.getStatus();
        TeamStatus.State state = status == null || status.state() == null ? TeamStatus.State.Pending : status.state();
        boolean deleted = team.getMetadata().getDeletionTimestamp() != null;
        return new TeamView(
                team.getMetadata().getName(),
                team.getSpec().displayName(),
                team.getSpec().costCentre(),
                team.getSpec().members(),
                team.getSpec().quota(),
                team.getSpec().egress(),
                team.getSpec().admission(),
                deleted ? TeamStatus.State.Terminating : state,
                status == null ? null : status.message(),
                team.getMetadata().getCreationTimestamp());
    }
}
