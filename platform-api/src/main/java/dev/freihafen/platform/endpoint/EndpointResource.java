package dev.freihafen.platform.endpoint;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
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

/** Endpoints by REST. */
@Path("/api/v1/teams/{team}/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
final class EndpointResource {
    private static final WorkKind<ModelEndpoint> KIND = new WorkKind<>(
            ModelEndpoint.class, "endpoint", endpoint -> endpoint.getSpec().owner());

    private final Endpoints endpoints;
    private final TeamWork work;

    EndpointResource(Endpoints endpoints, TeamWork work) {
        this.endpoints = endpoints;
        this.work = work;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Create an endpoint",
            description =
                    "It serves what model says, or a version of the registry that modelVersion names by number or alias."
                            + " With dryRun=true nothing is written; the answer says what it would be and cost.")
    @APIResponse(
            responseCode = "201",
            description = "Created; Location says where",
            content = @Content(schema = @Schema(implementation = EndpointView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Dry run, or the one that an earlier request with this Idempotency-Key made",
            content = @Content(schema = @Schema(implementation = EndpointView.class)))
    public RestResponse<EndpointView> create(
            @PathParam("team") String team,
            @QueryParam("dryRun") @Nullable String dryRun,
            @HeaderParam(IdempotencyHeader.NAME) @Nullable String key,
            @NotNull @Valid EndpointBody body) {
        return work.create(
                KIND,
                team,
                Flag.parse("dryRun", dryRun),
                key,
                new TeamWork.Wanted<>(body.name(), body, owner -> endpoints.wanted(team, body, owner)),
                made -> endpoints.view(team, made));
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's endpoints")
    public Page<EndpointView> list(
            @PathParam("team") String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return work.list(KIND, team, PageRequest.parse(pageSize, pageToken), found -> endpoints.view(team, found));
    }

    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One endpoint")
    public EndpointView get(@PathParam("team") String team, @PathParam("name") String name) {
        return endpoints.view(team, work.get(KIND, team, name));
    }

    @DELETE
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete an endpoint",
            description = "The model stays on the team's model volume.")
    @APIResponse(responseCode = "202", description = "It is being deleted")
    public RestResponse<Void> delete(@PathParam("team") String team, @PathParam("name") String name) {
        work.delete(KIND, team, name);
        return RestResponse.accepted();
    }
}
