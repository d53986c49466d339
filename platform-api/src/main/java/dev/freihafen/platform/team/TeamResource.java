package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.desired.ETags;
import dev.freihafen.platform.identity.Access;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.page.Flag;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Teams by REST. */
@Path("/api/v1/teams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Teams")
final class TeamResource {
    private final Teams teams;
    private final TeamDirectory directory;
    private final Authorization authorization;
    private final CurrentCaller caller;

    TeamResource(Teams teams, TeamDirectory directory, Authorization authorization, CurrentCaller caller) {
        this.teams = teams;
        this.directory = directory;
        this.authorization = authorization;
        this.caller = caller;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The teams that you may see")
    public Page<TeamView> list(
            @QueryParam("pageSize") @Nullable String pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        Caller asking = caller.get();
        List<TeamView> visible = directory.all().stream()
                .filter(team -> Access.decide(asking, Operation.ReadCosts, team) == Decision.Allowed)
                .map(TeamView::of)
                .toList();
        return Page.of(visible, PageRequest.parse(pageSize, pageToken), TeamView::name);
    }

    @GET
    @Path("{team}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One team, with its ETag")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TeamView.class)))
    public RestResponse<TeamView> get(@PathParam("team") String team) {
        authorization.require(caller.get(), Operation.ReadCosts, team);
        return tagged(RestResponse.Status.OK, teams.get(team));
    }

    @PUT
    @Path("{team}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Create or replace a team",
            description = "If-Match takes the ETag that was read; If-None-Match: * only creates.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TeamView.class)))
    public RestResponse<TeamView> put(
            @PathParam("team") String team,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @NotNull @Valid TeamBody body) {
        authorization.requirePlatform(caller.get(), Operation.ManageTeams);
        Teams.Written written = teams.put(team, body, ifMatch, ifNoneMatch);
        return tagged(written.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK, written.team());
    }

    @DELETE
    @Path("{team}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a team",
            description = "Refused while work runs, with the list of it, unless force=true. Costs stay in the ledger.")
    @APIResponse(responseCode = "202", description = "It is being deleted")
    public RestResponse<Void> delete(@PathParam("team") String team, @QueryParam("force") @Nullable String force) {
        authorization.requirePlatform(caller.get(), Operation.ManageTeams);
        teams.delete(team, Flag.parse("force", force));
        return RestResponse.accepted();
    }

    private static RestResponse<TeamView> tagged(RestResponse.Status status, Team team) {
        return RestResponse.ResponseBuilder.create(status, TeamView.of(team))
                .header("ETag", ETags.of(team))
                .build();
    }
}
