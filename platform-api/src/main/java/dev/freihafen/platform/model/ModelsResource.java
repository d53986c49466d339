package dev.freihafen.platform.model;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The registry of models by REST. */
@Path("/api/v1/teams/{team}/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
public final class ModelsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final ModelVersions versions;
    private final ModelStore models;
    private final ServingEndpoints endpoints;

    ModelsResource(
            CurrentCaller caller,
            Authorization authorization,
            ModelVersions versions,
            ModelStore models,
            ServingEndpoints endpoints) {
        this.caller = caller;
        this.authorization = authorization;
        this.versions = versions;
        this.models = models;
        this.endpoints = endpoints;
    }

    /** The team's models, by name. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's models and their aliases")
    public Page<ModelView> list(
            @RestPath String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey of = read(team);
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        List<ModelStore.Model> found = models.models(of, page.after().orElse(""), page.size() + 1);
        boolean more = found.size() > page.size();
        List<ModelStore.Model> shown = more ? found.subList(0, page.size()) : found;
        List<ModelStore.Alias> aliases =
                models.aliases(of, shown.stream().map(ModelStore.Model::name).toList());
        return new Page<>(
                shown.stream().map(model -> ModelView.of(team, model, aliases)).toList(),
                more ? PageRequest.tokenAfter(shown.getLast().name()) : null);
    }

    /** One model. */
    @GET
    @Path("{model}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "A model and its aliases")
    public ModelView get(@RestPath String team, @RestPath String model) {
        TeamKey of = read(team);
        return ModelView.of(team, require(of, model), models.aliases(of, List.of(model)));
    }

    /** Makes a version: 201 when it is new, 200 when the artifact is one of this model already. */
    @POST
    @Path("{model}/versions")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Register a run's model as the next version",
            description =
                    "The model is made with its first version. A step can ask for this itself: metadata registerAs on its"
                            + " system.Model names the model, registerAlias an alias; it is done when the run succeeds.")
    @APIResponse(
            responseCode = "201",
            description = "Registered; Location says where",
            content = @Content(schema = @Schema(implementation = ModelVersionView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The artifact is a version of this model already",
            content = @Content(schema = @Schema(implementation = ModelVersionView.class)))
    public RestResponse<ModelVersionView> register(
            @RestPath String team, @RestPath String model, @NotNull @Valid ModelVersionBody body) {
        Caller who = caller.get();
        TeamKey of = TeamKey.of(authorization.require(who, Operation.CreateWork, team));
        ModelStore.Registered made = versions.register(of, model, body, who.name());
        ModelVersion version = versions.require(of, model, Integer.toString(made.version()));
        return RestResponse.ResponseBuilder.create(
                        made.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        ModelVersionView.of(team, version, null))
                .location(URI.create("/api/v1/teams/" + team + "/models/" + model + "/versions/" + made.version()))
                .build();
    }

    /** Versions of a model, newest first. */
    @GET
    @Path("{model}/versions")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Versions of a model, newest first")
    public Page<ModelVersionView> versions(
            @RestPath String team,
            @RestPath String model,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey of = read(team);
        require(of, model);
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        int below = page.after().map(ModelsResource::number).orElse(Integer.MAX_VALUE);
        List<ModelVersion> found = models.versions(of, model, below, page.size() + 1);
        boolean more = found.size() > page.size();
        List<ModelVersion> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown.stream()
                        .map(version -> ModelVersionView.of(team, version, null))
                        .toList(),
                more ? PageRequest.tokenAfter(Integer.toString(shown.getLast().version())) : null);
    }

    /** One version. */
    @GET
    @Path("{model}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "A version of a model: the run it comes from, its metrics, the endpoints that serve it")
    public ModelVersionView version(@RestPath String team, @RestPath String model, @RestPath String version) {
        ModelVersion found = versions.require(read(team), model, version);
        return ModelVersionView.of(team, found, endpoints.of(team, found.uri()));
    }

    /** Deletes a version, as the one who made it or an admin. */
    @DELETE
    @Path("{model}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a version of a model",
            description = "Refused while an endpoint serves it or an alias stands for it. The files stay.")
    @APIResponse(responseCode = "204", description = "It is gone; its number is not given again")
    public RestResponse<Void> delete(@RestPath String team, @RestPath String model, @RestPath String version) {
        Caller who = caller.get();
        TeamKey of = TeamKey.of(authorization.require(who, Operation.ChangeWork, team));
        ModelVersion found = versions.require(of, model, version);
        authorization.requireOn(who, Operation.ChangeWork, team, found.createdBy());
        versions.delete(of, found, who.name());
        return RestResponse.noContent();
    }

    /** Lets an alias stand for a version. */
    @PUT
    @Path("{model}/aliases/{alias}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Let an alias, such as production, stand for a version",
            description = "Endpoints that were created before go on serving what they serve.")
    public AliasView point(
            @RestPath String team, @RestPath String model, @RestPath String alias, @NotNull @Valid AliasBody body) {
        Caller who = caller.get();
        TeamKey of = TeamKey.of(authorization.require(who, Operation.CreateWork, team));
        return AliasView.of(versions.point(of, model, alias, body.version(), who.name()));
    }

    /** Takes an alias away. */
    @DELETE
    @Path("{model}/aliases/{alias}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Take an alias of a model away")
    @APIResponse(responseCode = "204", description = "It is gone; the version stays")
    public RestResponse<Void> unpoint(@RestPath String team, @RestPath String model, @RestPath String alias) {
        Caller who = caller.get();
        TeamKey of = TeamKey.of(authorization.require(who, Operation.CreateWork, team));
        versions.unpoint(of, model, alias, who.name());
        return RestResponse.noContent();
    }

    private TeamKey read(String team) {
        return TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
    }

    private ModelStore.Model require(TeamKey team, String model) {
        return models.model(team, model)
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team.name() + " has no model " + model
                        + "; GET /api/v1/teams/" + team.name() + "/models lists them."));
    }

    private static int number(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException foreign) {
            throw new PlatformException.BadRequest(
                    "The pageToken is not one that this list gave; start again without it.");
        }
    }
}
