package dev.freihafen.platform.cost;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.PlatformRole;
import dev.freihafen.platform.ledger.LedgerReader;
import dev.freihafen.platform.team.TeamUids;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;

/** Who reads which costs of a team. */
@Singleton
public class CostReaders {
    private static final Set<PlatformRole> READ_HISTORY =
            Set.of(PlatformRole.Finance, PlatformRole.Auditor, PlatformRole.PlatformAdmin);

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final LedgerReader ledger;
    private final TeamUids teamUids;

    CostReaders(CurrentCaller caller, Authorization authorization, LedgerReader ledger, TeamUids teamUids) {
        this.caller = caller;
        this.authorization = authorization;
        this.ledger = ledger;
        this.teamUids = teamUids;
    }

    /**
     * From when on the caller may read the costs under a team's name. Those who answer for all of it read what the name
     * ever cost, even when the team is gone; a team's own people read what was done by their own team.
     *
     * @throws dev.freihafen.platform.problem.PlatformException when the caller may not read them at all
     */
    public Instant since(String team) {
        Caller who = caller.get();
        boolean all =
                !who.isBound() && who.platformRoles().stream().anyMatch(READ_HISTORY::contains) && ledger.knows(team);
        return all ? Instant.MIN : teamUids.since(authorization.require(who, Operation.ReadCosts, team));
    }
}
