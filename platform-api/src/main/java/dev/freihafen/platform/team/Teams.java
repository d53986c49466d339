package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.desired.ETags;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes and deletes teams. */
@Singleton
final class Teams {
    static final String FORCE_DELETE = "freihafen.dev/force-delete";
    private final DesiredState desired;
    private final RunningWork work;

    Teams(DesiredState desired, RunningWork work) {
        this.desired = desired;
        this.work = work;
    }

    /** A team as written, and whether it is new. */
    record Written(Team team, boolean created) {}

    Team get(String name) {
        return desired.find(Team.class, null, name).orElseThrow(() -> unknown(name));
    }

    Written put(String name, TeamBody body, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        Optional<Team> present = desired.find(Team.class, null, name);
        ETags.check(ifMatch, ifNoneMatch, present.orElse(null));
        if (present.isEmpty()) {
            Team team = new Team();
            team.getMetadata().setName(name);
            team.setSpec(spec(body, null));
            return new Written(desired.create(team, false), true);
        }
        Team changed = desired.edit(Team.class, null, name, team -> {
                    ETags.check(ifMatch, ifNoneMatch, team);
                    team.setSpec(spec(body, team.getSpec()));
                    return team;
                })
                .orElseThrow(() -> unknown(name));
        return new Written(changed, false);
    }

    void delete(String name, boolean force) {
        get(name);
        if (force) {
            desired.edit(Team.class, null, name, Teams::forced);
        } else {
            List<FieldError> running = work.of(name);
            if (!running.isEmpty()) {
                throw new PlatformException.Conflict(
                        "Work of the team still runs: end what errors lists, or repeat with force=true to end it all.",
                        running);
            }
        }
        desired.delete(Team.class, null, name);
    }

    private static Team forced(Team team) {
        Map<String, String> annotations = new HashMap<>();
        if (team.getMetadata().getAnnotations() != null) {
            annotations.putAll(team.getMetadata().getAnnotations());
        }
        annotations.put(FORCE_DELETE, "true");
        team.getMetadata().setAnnotations(annotations);
        return team;
    }

    private static TeamSpec spec(TeamBody body, @Nullable TeamSpec before) {
        return new TeamSpec(
                body.displayName(),
                body.costCentre(),
                body.members(),
                body.quota(),
                body.egress(),
                before == null ? null : before.admission());
    }

    private static PlatformException.NotFound unknown(String name) {
        return new PlatformException.NotFound("There is no team " + name + "; GET /api/v1/teams lists them.");
    }
}
