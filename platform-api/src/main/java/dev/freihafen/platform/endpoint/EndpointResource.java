package dev.freihafen.platform.endpoint;

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

/** Endpoints by REST. */
@Path("/api/v1/teams/{team}/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Endpoints")
final class EndpointResource {
    private final Endpoints endpoints;
    private final Authorization authorization;
    private final CurrentCaller caller;
    private final IdempotentCreation creation;

    EndpointResource(
            Endpoints endpoints, Authorization authorization, CurrentCaller caller, IdempotentCreation creation) {
        this.endpoints = endpoints;
        this.authorization = authorization;
        this.caller = caller;
        this.creation = creation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Create an endpoint",
            description = "With dryRun=true nothing is written; the answer says what it would be and cost.")
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
        Caller creator = caller.get();
        authorization.require(creator, Operation.CreateWork, team);
        if (Flag.parse("dryRun", dryRun)) {
            return RestResponse.ok(endpoints.create(team, body, creator.name(), true));
        }
        Optional<IdempotentRequest> idempotent =
                IdempotencyHeader.read(key, creator, team, "endpoints", String.valueOf(body));
        IdempotentCreation.Created<EndpointView> made = creation.create(
                idempotent,
                body.name(),
                () -> endpoints.create(team, body, creator.name(), false),
                () -> endpoints.get(team, body.name()));
        return RestResponse.ResponseBuilder.create(
                        made.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK, made.thing())
                .location(URI.create("/api/v1/teams/" + team + "/endpoints/" + body.name()))
                .build();
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's endpoints")
    public Page<EndpointView> list(
            @PathParam("team") String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return endpoints.list(team, PageRequest.parse(pageSize, pageToken));
    }

    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One endpoint")
    public EndpointView get(@PathParam("team") String team, @PathParam("name") String name) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return endpoints.get(team, name);
    }

    @DELETE
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete an endpoint",
            description = "The model stays on the team's model volume.")
    @APIResponse(responseCode = "202", description = "It is being deleted")
    public RestResponse<Void> delete(@PathParam("team") String team, @PathParam("name") String name) {
        requireChange(team, name);
        endpoints.delete(team, name);
        return RestResponse.accepted();
    }

    private void requireChange(String team, String name) {
        Caller changing = caller.get();
        authorization.require(changing, Operation.ChangeWork, team);
        authorization.requireOn(changing, Operation.ChangeWork, team, endpoints.ownerOf(team, name));
    }
}
