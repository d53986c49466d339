package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the cluster whether new work of a team starts. What is wanted is in the database; this only follows it. */
@Singleton
class TeamAdmission {
    private static final Logger LOG = Logger.getLogger(TeamAdmission.class);

    private final DesiredState desired;

    TeamAdmission(DesiredState desired) {
        this.desired = desired;
    }

    /** Makes the team's admission what it should be; a cluster that is away is told at the next look. */
    void follow(TeamKey key, Optional<String> held) {
        try {
            desired.find(Team.class, null, key.name())
                    .filter(team -> team.getMetadata().getUid().equals(key.uid()))
                    .filter(team -> !Objects.equals(wanted(held), now(team)))
                    .ifPresent(team -> desired.edit(Team.class, null, key.name(), there -> admitting(there, held)));
        } catch (PlatformException.Unavailable | PlatformException.PreconditionFailed later) {
            LOG.warnf("team %s is told later whether new work starts: %s", key.name(), later.detail());
        }
    }

    /** An admission that was never written means Open. */
    private static @Nullable Admission now(Team team) {
        Admission admission = team.getSpec().admission();
        return admission == null || admission.state() == Admission.State.Open ? null : admission;
    }

    private static @Nullable Admission wanted(Optional<String> held) {
        return held.map(reason -> new Admission(Admission.State.Held, reason)).orElse(null);
    }

    private static Team admitting(Team team, Optional<String> held) {
        TeamSpec spec = team.getSpec();
        Admission wanted = wanted(held);
        team.setSpec(new TeamSpec(
                spec.displayName(),
                spec.costCentre(),
                spec.members(),
                spec.quota(),
                spec.egress(),
                wanted == null ? new Admission(Admission.State.Open, null) : wanted));
        return team;
    }
}
