package dev.freihafen.platform.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.platform.idempotency.IdempotencyHeader;
import dev.freihafen.platform.page.Flag;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.work.TeamWork;
import dev.freihafen.platform.work.WorkKind;
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
    private static final WorkKind<Workspace> KIND = new WorkKind<>(
            Workspace.class, "workspace", workspace -> workspace.getSpec().owner());

    private final Workspaces workspaces;
    private final TeamWork work;

    WorkspaceResource(Workspaces workspaces, TeamWork work) {
        this.workspaces = workspaces;
        this.work = work;
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
        return work.create(
                KIND,
                team,
                Flag.parse("dryRun", dryRun),
                key,
                new TeamWork.Wanted<>(body.name(), body, owner -> workspaces.wanted(body, owner)),
                made -> workspaces.view(team, made));
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's workspaces")
    public Page<WorkspaceView> list(
            @PathParam("team") String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return work.list(KIND, team, PageRequest.parse(pageSize, pageToken), found -> workspaces.view(team, found));
    }

    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One workspace")
    public WorkspaceView get(@PathParam("team") String team, @PathParam("name") String name) {
        return workspaces.view(team, work.get(KIND, team, name));
    }

    @POST
    @Path("{name:[^/:]+}:start")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Start a workspace")
    public WorkspaceView start(@PathParam("team") String team, @PathParam("name") String name) {
        return run(team, name, true);
    }

    @POST
    @Path("{name:[^/:]+}:stop")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Stop a workspace; its volume stays")
    public WorkspaceView stop(@PathParam("team") String team, @PathParam("name") String name) {
        return run(team, name, false);
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
        if (volumeToo) {
            work.edit(KIND, team, name, Workspaces::withoutVolume);
        }
        work.delete(KIND, team, name);
        return RestResponse.accepted();
    }

    private WorkspaceView run(String team, String name, boolean running) {
        return workspaces.view(team, work.edit(KIND, team, name, workspace -> Workspaces.running(workspace, running)));
    }
}
