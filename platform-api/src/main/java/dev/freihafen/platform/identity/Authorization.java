package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;

/** Applies the access table to the teams there are, and refuses in the words of the platform. */
@Singleton
public final class Authorization {
    private final TeamDirectory teams;

    Authorization(TeamDirectory teams) {
        this.teams = teams;
    }

    /**
     * The table's answer for a team by name.
     *
     * @param team name of a team, existing or not
     */
    public Decision decide(Caller caller, Operation operation, String team) {
        return Access.decide(caller, operation, teams.find(team).orElse(null));
    }

    /**
     * Refuses unless the caller may do it on something of the team, or at least on own things.
     *
     * @return the team
     * @throws PlatformException.NotFound when there is no such team or the caller may not know of it
     * @throws PlatformException.Forbidden when the caller's role in the team is too small
     */
    public Team require(Caller caller, Operation operation, String team) {
        Team found = teams.find(team).orElse(null);
        Decision decision = Access.decide(caller, operation, found);
        if (found == null || decision == Decision.Hidden) {
            throw unknownTeam(team);
        }
        if (decision == Decision.Denied) {
            throw forbidden(caller, operation, team);
        }
        return found;
    }

    /**
     * Refuses unless the caller may do it on a thing of that owner.
     *
     * @param owner account name of who created the thing
     * @return the team
     */
    public Team requireOn(Caller caller, Operation operation, String team, String owner) {
        Team found = require(caller, operation, team);
        if (Access.decide(caller, operation, found) == Decision.AllowedOnOwn && !owner.equals(caller.name())) {
            throw new PlatformException.Forbidden("It belongs to " + owner + ": ask " + owner
                    + " or somebody with the role Admin in team " + team + " to do it.");
        }
        return found;
    }

    /** Whether the caller may do it on the platform as a whole. */
    public boolean allowsPlatform(Caller caller, Operation operation) {
        return Access.decide(caller, operation, teams.all()) == Decision.Allowed;
    }

    /**
     * Refuses unless the caller may do it on the platform as a whole.
     *
     * @throws PlatformException.Forbidden when no role of the caller allows it
     */
    public void requirePlatform(Caller caller, Operation operation) {
        if (!allowsPlatform(caller, operation)) {
            throw new PlatformException.Forbidden("None of your roles allows " + operation
                    + "; GET /api/v1/me lists your roles, a platform administrator assigns groups.");
        }
    }

    private static PlatformException.NotFound unknownTeam(String team) {
        return new PlatformException.NotFound(
                "There is no team " + team + " that you may see; GET /api/v1/teams lists yours.");
    }

    private static PlatformException.Forbidden forbidden(Caller caller, Operation operation, String team) {
        Bounds bounds = caller.bounds();
        if (bounds != null && !bounds.allow(operation)) {
            return new PlatformException.Forbidden("The scopes of this token "
                    + bounds.scopes().stream().sorted().toList() + " do not allow " + operation
                    + "; use one with another scope (POST /api/v1/tokens), or log in where no scope has it.");
        }
        return new PlatformException.Forbidden("Your role in team " + team + " does not allow " + operation
                + "; ask somebody with the role Admin in that team.");
    }
}
