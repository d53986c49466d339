package dev.freihafen.platform.identity;

import static dev.freihafen.platform.identity.Grant.Any;
import static dev.freihafen.platform.identity.Grant.None;
import static dev.freihafen.platform.identity.Grant.Own;

/**
 * What can be done, and who may: the one access table of the platform. Columns are Viewer, Editor, Admin of the team,
 * Finance, Auditor, PlatformAdmin, Operator. What is not granted here is denied everywhere: REST, proxy, agents.
 */
public enum Operation {
    /** See the team, its workspaces, runs and endpoints. */
    ReadWork(Reach.Team, Any, Any, Any, None, Any, Any, None),
    /** Read logs of the team's steps. */
    ReadLogs(Reach.Team, Any, Any, Any, None, None, Any, None),
    /** Read the team's costs. */
    ReadCosts(Reach.Team, Any, Any, Any, Any, Any, Any, None),
    /** Create workspaces, runs, endpoints, pipeline versions. */
    CreateWork(Reach.Team, None, Any, Any, None, None, Any, None),
    /** Start, stop, cancel, delete. */
    ChangeWork(Reach.Team, None, Own, Any, None, None, Any, None),
    /** Open a workspace, which is running code in it. */
    OpenWorkspace(Reach.Team, None, Own, Any, None, None, Any, None),
    /** Ask a served model. */
    CallEndpoint(Reach.Team, Any, Any, Any, None, None, Any, None),
    /** Make and revoke tokens of the team. */
    ManageTokens(Reach.Team, None, Own, Any, None, None, Any, None),
    /** Lift a hold, change the team's budget inside its ceiling. */
    ChangeBudget(Reach.Team, None, None, Any, Any, None, Any, None),
    /** Read the team's audit. */
    ReadTeamAudit(Reach.Team, None, None, Any, None, Any, Any, None),
    /** See hardware classes. */
    ReadHardwareClasses(Reach.Platform, Any, Any, Any, Any, Any, Any, None),
    /** See prices. */
    ReadRates(Reach.Platform, Any, Any, Any, Any, Any, Any, None),
    /** Rate cards, closes, corrections, budget ceilings. */
    ManageRates(Reach.Platform, None, None, None, Any, None, None, None),
    /** Read months of all teams: statements, documents, disputes, who did what. */
    ReadMonths(Reach.Platform, None, None, None, Any, Any, None, None),
    /** Create, change and delete teams. */
    ManageTeams(Reach.Platform, None, None, None, None, None, Any, None),
    /** Create, change and delete hardware classes. */
    ManageHardwareClasses(Reach.Platform, None, None, None, None, None, Any, None),
    /** Send usage, events and logs of the own cluster. */
    SendUsage(Reach.Platform, None, None, None, None, None, None, Any);

    /** Whether an operation is bound to one team. */
    public enum Reach {
        /** Bound to one team. */
        Team,
        /** Of the platform as a whole. */
        Platform
    }

    private final Reach reach;
    private final Grant[] grants;

    Operation(Reach reach, Grant... grants) {
        this.reach = reach;
        this.grants = grants;
    }

    /** Whether it is bound to one team. */
    public Reach reach() {
        return reach;
    }

    /** How far the role reaches. */
    public Grant grantOf(Role role) {
        return grants[role.ordinal()];
    }
}
