package dev.freihafen.platform.audit;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The audit of a team. */
@Path("/api/v1/teams/{team}/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
final class AuditResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final TeamAudit audit;

    AuditResource(CurrentCaller caller, Authorization authorization, TeamAudit audit) {
        this.caller = caller;
        this.authorization = authorization;
        this.audit = audit;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What was done to the team's budget, by whom and why, newest first")
    public Page<TeamAudit.Entry> list(
            @RestPath String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey key = TeamKey.of(authorization.require(caller.get(), Operation.ReadTeamAudit, team));
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        List<TeamAudit.Entry> found =
                audit.list(key, page.after().map(AuditResource::id).orElse(null), page.size() + 1);
        boolean more = found.size() > page.size();
        List<TeamAudit.Entry> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown,
                more ? PageRequest.tokenAfter(String.valueOf(shown.getLast().id())) : null);
    }

    private static Long id(String token) {
        if (!token.matches("[0-9]{1,18}")) {
            throw new PlatformException.BadRequest(
                    "The pageToken is not one that this list gave; start again without it.",
                    List.of(new FieldError("pageToken", "is not known")));
        }
        return Long.valueOf(token);
    }
}
