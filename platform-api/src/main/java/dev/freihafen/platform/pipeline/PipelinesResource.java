package dev.freihafen.platform.pipeline;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Pipelines of a team and their versions. */
@Path("/api/v1/teams/{team}/pipelines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pipelines")
public final class PipelinesResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,126}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,62})");

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final PipelineStore pipelines;
    private final PipelineReader reader;
    private final Clock clock;

    PipelinesResource(
            CurrentCaller caller,
            Authorization authorization,
            PipelineStore pipelines,
            PipelineReader reader,
            Clock clock) {
        this.caller = caller;
        this.authorization = authorization;
        this.pipelines = pipelines;
        this.reader = reader;
        this.clock = clock;
    }

    /** A pipeline by name. */
    public record PipelineView(String team, String name) {}

    /** Puts a version: 201 when it is new, 200 when the same is there, 409 when another is. */
    @PUT
    @Path("{pipeline}/versions/{version}")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", MediaType.APPLICATION_JSON})
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Put a version of a pipeline; versions never change")
    public Response put(
            @RestPath String team,
            @RestPath String pipeline,
            @RestPath String version,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable String ir) {
        Caller who = caller.get();
        TeamKey key = TeamKey.of(authorization.require(who, Operation.CreateWork, team));
        requireNames(pipeline, version);
        if (ir == null || ir.isBlank()) {
            throw new PlatformException.BadRequest("The body is empty; send the compiled pipeline as YAML or JSON.");
        }
        Compiled compiled = reader.read(ir);
        var wanted = new PipelineVersion(
                team,
                pipeline,
                version,
                compiled.pipeline().digest(),
                who.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (dryRun) {
            return Response.ok(wanted).build();
        }
        return switch (pipelines.put(key, wanted, ir)) {
            case PipelineStore.Put.Created(PipelineVersion created) ->
                Response.status(Response.Status.CREATED).entity(created).build();
            case PipelineStore.Put.Unchanged(PipelineVersion there) ->
                Response.ok(there).build();
            case PipelineStore.Put.Different(PipelineVersion there) ->
                throw new PlatformException.Conflict("Version " + version + " of " + pipeline + " is " + there.digest()
                        + " and versions never change; this pipeline is " + wanted.digest()
                        + ". Put it under another version.");
        };
    }

    private static void requireNames(String pipeline, String version) {
        var errors = new ArrayList<FieldError>();
        if (!NAME.matcher(pipeline).matches()) {
            errors.add(new FieldError(
                    "name", "must be 1 to 128 of a-z, 0-9 and '-', with a letter or digit at both ends"));
        }
        if (!VERSION.matcher(version).matches()) {
            errors.add(new FieldError(
                    "version",
                    "must be 1 to 63 of letters, digits, '.', '_' and '-', beginning with a letter or digit"));
        }
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed("The path does not name a version of a pipeline.", errors);
        }
    }

    /** One version. */
    @GET
    @Path("{pipeline}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One version of a pipeline")
    public PipelineVersion get(@RestPath String team, @RestPath String pipeline, @RestPath String version) {
        return find(read(team), pipeline, version);
    }

    /** The compiled pipeline of a version, as it was put. */
    @GET
    @Path("{pipeline}/versions/{version}/ir")
    @Produces("application/yaml")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The compiled pipeline of a version")
    public String ir(@RestPath String team, @RestPath String pipeline, @RestPath String version) {
        return pipelines.ir(find(read(team), pipeline, version));
    }

    private TeamKey read(String team) {
        return TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
    }

    private PipelineVersion find(TeamKey team, String pipeline, String version) {
        return pipelines
                .find(team, pipeline, version)
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team.name() + " has no version " + version
                        + " of a pipeline " + pipeline + "; GET /api/v1/teams/" + team.name() + "/pipelines/" + pipeline
                        + "/versions lists them."));
    }

    /** Versions of a pipeline, by name. */
    @GET
    @Path("{pipeline}/versions")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Versions of a pipeline")
    public Page<PipelineVersion> versions(
            @RestPath String team,
            @RestPath String pipeline,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey key = read(team);
        PageRequest page = PageRequest.of(pageSize, pageToken);
        return page(
                pipelines.versions(key, pipeline, page.after().orElse(null), page.size() + 1),
                page,
                PipelineVersion::version);
    }

    /** The team's pipelines, by name. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Pipelines of the team")
    public Page<PipelineView> list(
            @RestPath String team,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey key = read(team);
        PageRequest page = PageRequest.of(pageSize, pageToken);
        List<String> names = pipelines.pipelines(key, page.after().orElse(null), page.size() + 1);
        return page(names.stream().map(name -> new PipelineView(team, name)).toList(), page, PipelineView::name);
    }

    /** Deletes a version; one that runs name is kept out of sight, so that its name never stands for another. */
    @DELETE
    @Path("{pipeline}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a version of a pipeline",
            description =
                    "Runs that name it stay. Its name can be put again with the same pipeline only, where runs name"
                            + " it. 409 while a schedule starts it.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    public void deleteVersion(@RestPath String team, @RestPath String pipeline, @RestPath String version) {
        TeamKey key = requireChange(team, pipeline, version);
        delete(key, pipeline, version);
    }

    /** Deletes a pipeline with all of its versions. */
    @DELETE
    @Path("{pipeline}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a pipeline with all of its versions",
            description = "Runs that name it stay. The name of a version that runs name can be put again with the same"
                    + " pipeline only. 409 while a schedule starts it.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    public void deletePipeline(@RestPath String team, @RestPath String pipeline) {
        TeamKey key = requireChange(team, pipeline, null);
        delete(key, pipeline, null);
    }

    private TeamKey requireChange(String team, String pipeline, @Nullable String version) {
        Caller who = caller.get();
        TeamKey key = TeamKey.of(authorization.require(who, Operation.ChangeWork, team));
        pipelines
                .owners(key, pipeline, version)
                .forEach(owner -> authorization.requireOn(who, Operation.ChangeWork, team, owner));
        return key;
    }

    private void delete(TeamKey team, String pipeline, @Nullable String version) {
        List<String> schedules = pipelines.schedules(team, pipeline, version);
        if (!schedules.isEmpty()) {
            throw new PlatformException.Conflict("It is started by the schedules " + String.join(", ", schedules)
                    + "; delete or change them first.");
        }
        if (pipelines.delete(team, pipeline, version, clock.instant()) == 0) {
            throw new PlatformException.NotFound("Team " + team.name() + " has no "
                    + (version == null ? "" : "version " + version + " of a ") + "pipeline " + pipeline
                    + "; GET /api/v1/teams/" + team.name() + "/pipelines lists its pipelines.");
        }
    }

    private static <T> Page<T> page(List<T> found, PageRequest request, Function<T, String> key) {
        boolean more = found.size() > request.size();
        List<T> shown = more ? found.subList(0, request.size()) : found;
        return new Page<>(shown, more ? PageRequest.tokenAfter(key.apply(shown.getLast())) : null);
    }
}
