package dev.freihafen.platform.workspace;

import dev.freihafen.platform.idempotency.IdempotencyHeader;
import dev.freihafen.platform.idempotency.IdempotentCreation;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.Flag;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Workspaces by REST. */
@Path("/api/v1/teams/{team}/workspaces")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workspaces")
final class WorkspaceResource {
    private final Workspaces workspaces;
    private final Authorization authorization;
    private final CurrentCaller caller;
    private final IdempotentCreation creation;

    WorkspaceResource(
            Workspaces workspaces, Authorization authorization, CurrentCaller caller, IdempotentCreation creation) {
        this.workspaces = workspaces;
        this.authorization = authorization;
        this.caller = caller;
        this.creation = creation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Create a workspace",
            description = "With dryRun=true nothing is written; the answer says what it would be and cost.")
    @APIResponse(
            responseCode = "201",
            description = "Created; Location says where",
            content = @Content(schema = @Schema(implementation = WorkspaceView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Dry run, or the one that an earlier request with this Idempotency-Key made",
            content = @Content(schema = @Schema(implementation = WorkspaceView.class)))
    public RestResponse<WorkspaceView> create(
            @PathParam("team") String team,
            @QueryParam("dryRun") @Nullable String dryRun,
            @HeaderParam(IdempotencyHeader.NAME) @Nullable String key,
            @NotNull @Valid WorkspaceBody body) {
        Caller creator = caller.get();
        authorization.require(creator, Operation.CreateWork, team);
        if (Flag.parse("dryRun", dryRun)) {
            return RestResponse.ok(workspaces.create(team, body, creator.name(), true));
        }
        Optional<IdempotentRequest> idempotent =
                IdempotencyHeader.read(key, creator, team, "workspaces", String.valueOf(body));
        IdempotentCreation.Created<WorkspaceView> made = creation.create(
                idempotent,
                body.name(),
                () -> workspaces.create(team, body, creator.name(), false),
                () -> workspaces.get(team, body.name()));
        return RestResponse.ResponseBuilder.create(
                        made.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK, made.thing())
                .location(URI.create("/api/v1/teams/" + team + "/workspaces/" + body.name()))
                .build();
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's workspaces")
    public Page<WorkspaceView> list(
            @PathParam("team") String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return workspaces.list(team, PageRequest.parse(pageSize, pageToken));
    }

    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One workspace")
    public WorkspaceView get(@PathParam("team") String team, @PathParam("name") String name) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return workspaces.get(team, name);
    }

    @POST
    @Path("{name:[^/:]+}:start")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Start a workspace")
    public WorkspaceView start(@PathParam("team") String team, @PathParam("name") String name) {
        requireChange(team, name);
        return workspaces.run(team, name, true);
    }

    @POST
    @Path("{name:[^/:]+}:stop")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Stop a workspace; its volume stays")
    public WorkspaceView stop(@PathParam("team") String team, @PathParam("name") String name) {
        requireChange(team, name);
        return workspaces.run(team, name, false);
    }

    @DELETE
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a workspace",
            description = "Its volume is kept 7 days, and charged, unless deleteVolume=true.")
    @APIResponse(responseCode = "202", description = "It is being deleted")
    public RestResponse<Void> delete(
            @PathParam("team") String team,
            @PathParam("name") String name,
            @QueryParam("deleteVolume") @Nullable String deleteVolume) {
        boolean volumeToo = Flag.parse("deleteVolume", deleteVolume);
        requireChange(team, name);
        workspaces.delete(team, name, volumeToo);
        return RestResponse.accepted();
    }

    private void requireChange(String team, String name) {
        Caller changing = caller.get();
        authorization.require(changing, Operation.ChangeWork, team);
        authorization.requireOn(changing, Operation.ChangeWork, team, workspaces.ownerOf(team, name));
    }
}
