package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Finds runs for those who may see them. */
@Singleton
class RunFinder {
    private final Authorization authorization;
    private final RunStore runs;

    RunFinder(Authorization authorization, RunStore runs) {
        this.authorization = authorization;
        this.runs = runs;
    }

    /**
     * The run, where the caller may do that in its team.
     *
     * @throws PlatformException.NotFound when the team has no such run, or is none that the caller may see
     */
    Run find(Caller caller, Operation operation, String team, String id) {
        TeamKey of = TeamKey.of(authorization.require(caller, operation, team));
        return uuid(id).flatMap(known -> runs.find(of, known))
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no run " + id
                        + "; GET /api/v1/teams/" + team + "/runs lists its runs."));
    }

    /**
     * The run, where the caller may change it.
     *
     * @throws PlatformException.Forbidden when it is somebody else's and the caller only has a say over own runs
     */
    Run findToChange(Caller caller, String team, String id) {
        Run run = find(caller, Operation.ReadWork, team, id);
        authorization.requireOn(caller, Operation.ChangeWork, team, run.owner());
        return run;
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
