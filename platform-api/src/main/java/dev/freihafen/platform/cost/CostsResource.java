package dev.freihafen.platform.cost;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.PlatformRole;
import dev.freihafen.platform.ledger.LedgerReader;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.team.TeamUids;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Costs of a team. */
@Path("/api/v1/teams/{team}/costs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Costs")
public final class CostsResource {
    private static final Set<PlatformRole> READ_HISTORY =
            Set.of(PlatformRole.Finance, PlatformRole.Auditor, PlatformRole.PlatformAdmin);

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final LedgerReader ledger;
    private final TeamUids teamUids;
    private final TeamCosts costs;

    CostsResource(
            CurrentCaller caller,
            Authorization authorization,
            LedgerReader ledger,
            TeamUids teamUids,
            TeamCosts costs) {
        this.caller = caller;
        this.authorization = authorization;
        this.ledger = ledger;
        this.teamUids = teamUids;
        this.costs = costs;
    }

    /** What the team's work has cost from {@code from} (default: this month's beginning) to {@code to} (default: now). */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "What the work of a team has cost, by workload")
    public TeamCostView get(
            @RestPath String team, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        Caller who = caller.get();
        Instant since = readsHistory(who, team)
                ? Instant.MIN
                : teamUids.since(authorization.require(who, Operation.ReadCosts, team));
        Instant begin = time("from", from);
        Instant end = time("to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw new PlatformException.ValidationFailed(
                    "The time is empty; to must be later than from.",
                    List.of(new FieldError("to", "is not later than from")));
        }
        return costs.ofTeam(team, begin, end, since);
    }

    /** All that a name ever cost, for those who answer for it; a team that is gone has nobody in it. */
    private boolean readsHistory(Caller who, String team) {
        return who.platformRoles().stream().anyMatch(READ_HISTORY::contains) && ledger.knows(team);
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Fields.time(name, text.matches("\\d{4}-\\d{2}-\\d{2}") ? text + "T00:00:00Z" : text);
        } catch (InvalidFact bad) {
            throw new PlatformException.ValidationFailed(
                    "The time cannot be read.",
                    List.of(new FieldError(name, bad.reason() + " or a day such as 2026-09-01")));
        }
    }
}
