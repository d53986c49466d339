package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Catalogue.Pipeline;
import dev.freihafen.platform.kfp.Catalogue.Version;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Pipelines and their versions as clients of KFP see them: those that were PUT are among them. */
@Path(KfpDoor.ROOT + "/pipelines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kubeflow Pipelines")
final class KfpPipelinesResource {
    private static final Set<String> FIELDS =
            Set.of("pipeline_id", "display_name", "name", "description", "created_at", "namespace", "error", "tags");

    private final KfpDoor door;
    private final Catalogue catalogue;
    private final CatalogueChanges changes;
    private final PipelineUploads uploads;
    private final Clock clock;

    KfpPipelinesResource(
            KfpDoor door, Catalogue catalogue, CatalogueChanges changes, PipelineUploads uploads, Clock clock) {
        this.door = door;
        this.catalogue = catalogue;
        this.changes = changes;
        this.uploads = uploads;
        this.clock = clock;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Pipelines of the team")
    public ObjectNode list(
            @RestPath String team,
            @QueryParam("namespace") @Nullable String namespace,
            @BeanParam ListParameters page) {
        TeamKey key = door.read(team, namespace);
        ListQuery query = page.query(Catalogue.PIPELINES);
        return Answer.list("pipelines", catalogue.pipelines(key, query), pipeline -> json(team, pipeline));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Make a pipeline without a version")
    public ObjectNode create(@RestPath String team, @Nullable String body) {
        Fields fields = Fields.read(body, FIELDS);
        TeamKey key = TeamKey.of(
                door.enter(team, Operation.CreateWork, fields.text("namespace").orElse(null)));
        requireNoTags(fields.value("tags").map(Object::toString).orElse(null));
        String shown = fields.text("display_name").orElse(null);
        return json(
                team,
                uploads.pipeline(
                        key,
                        PipelineUploads.Said.of(
                                fields.text("name").orElse(shown),
                                shown,
                                fields.text("description").orElse(null))));
    }

    @POST
    @Path("upload")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Upload a compiled pipeline, which becomes the first version of a new pipeline")
    public ObjectNode upload(
            @RestPath String team,
            @QueryParam("name") @Nullable String name,
            @QueryParam("display_name") @Nullable String displayName,
            @QueryParam("description") @Nullable String description,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("tags") @Nullable String tags,
            @RestForm("uploadfile") @Nullable FileUpload file) {
        TeamKey key = TeamKey.of(door.enter(team, Operation.CreateWork, namespace));
        requireNoTags(tags);
        return json(
                team,
                uploads.pipeline(
                        key,
                        PipelineUploads.Said.of(name, displayName, description),
                        bytes(file),
                        door.caller().name()));
    }

    @POST
    @Path("upload_version")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Upload a compiled pipeline as one more version")
    public ObjectNode uploadVersion(
            @RestPath String team,
            @QueryParam("name") @Nullable String name,
            @QueryParam("display_name") @Nullable String displayName,
            @QueryParam("description") @Nullable String description,
            @QueryParam("pipelineid") @Nullable String pipelineId,
            @QueryParam("tags") @Nullable String tags,
            @RestForm("uploadfile") @Nullable FileUpload file) {
        TeamKey key = TeamKey.of(door.enter(team, Operation.CreateWork, null));
        requireNoTags(tags);
        Pipeline pipeline = find(key, String.valueOf(pipelineId));
        Version made = uploads.version(
                key,
                pipeline,
                PipelineUploads.Said.of(name, displayName, description),
                bytes(file),
                door.caller().name());
        return whole(made);
    }

    private static byte[] bytes(@Nullable FileUpload file) {
        if (file == null) {
            throw new PlatformException.BadRequest("The part uploadfile is missing; it holds the compiled pipeline.");
        }
        try {
            return Files.readAllBytes(file.uploadedFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void requireNoTags(@Nullable String tags) {
        if (tags != null && !tags.isEmpty() && !tags.equals("{}")) {
            throw new PlatformException.NotSupported("Tags of pipelines are not supported here; leave them out.");
        }
    }

    @GET
    @Path("names/{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "A pipeline by its name")
    public ObjectNode byName(
            @RestPath String team, @RestPath String name, @QueryParam("namespace") @Nullable String namespace) {
        TeamKey key = door.read(team, namespace);
        return json(
                team,
                catalogue
                        .pipeline(key, Names.ofPipeline(name))
                        .orElseThrow(() -> new PlatformException.NotFound("Pipeline " + name + " not found")));
    }

    @GET
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One pipeline")
    public ObjectNode get(@RestPath String team, @RestPath String id) {
        return json(team, find(door.read(team, null), id));
    }

    /** Deletes a pipeline that has no version, or with {@code cascade} its versions too; runs stay. */
    @DELETE
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Delete a pipeline; what ran stays")
    public ObjectNode delete(
            @RestPath String team, @RestPath String id, @QueryParam("cascade") @Nullable String cascade) {
        TeamKey key = TeamKey.of(door.enter(team, Operation.ChangeWork, null));
        Pipeline pipeline = find(key, id);
        List<Version> versions = catalogue.versionsOf(key, pipeline.id());
        if (!versions.isEmpty() && !"true".equalsIgnoreCase(cascade)) {
            throw new PlatformException.BadRequest("The pipeline " + pipeline.shown()
                    + " has versions (e.g. " + versions.getFirst().id()
                    + "); delete them first, or set cascade=true to delete all of them.");
        }
        versions.forEach(version -> door.requireChange(team, version.createdBy()));
        requireNoSchedule(key, pipeline.name(), null);
        changes.deletePipeline(key, pipeline, versions, clock.instant());
        return Answer.nothing();
    }

    @GET
    @Path("{id:[^/:]+}/versions")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Versions of a pipeline, without what they hold")
    public ObjectNode versions(@RestPath String team, @RestPath String id, @BeanParam ListParameters page) {
        TeamKey key = door.read(team, null);
        Pipeline pipeline = find(key, id);
        ListQuery query = page.query(Catalogue.VERSIONS);
        return Answer.list(
                "pipeline_versions",
                catalogue.versions(key, pipeline.id(), query),
                version -> json(version).json());
    }

    @POST
    @Path("{id:[^/:]+}/versions")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Not supported: a version from an address")
    public ObjectNode createVersion(@RestPath String team, @RestPath String id) {
        door.enter(team, Operation.CreateWork, null);
        throw new PlatformException.NotSupported(
                "Versions are not fetched from addresses here; upload the file (upload_pipeline_version).");
    }

    @GET
    @Path("{id:[^/:]+}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One version of a pipeline")
    public ObjectNode version(@RestPath String team, @RestPath String id, @RestPath String version) {
        return whole(find(door.read(team, null), id, version));
    }

    @DELETE
    @Path("{id:[^/:]+}/versions/{version}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Delete a version; what ran of it stays")
    public ObjectNode deleteVersion(@RestPath String team, @RestPath String id, @RestPath String version) {
        TeamKey key = door.read(team, null);
        Version found = find(key, id, version);
        door.requireChange(team, found.createdBy());
        requireNoSchedule(key, found.pipeline(), found.version());
        changes.deleteVersion(key, found, clock.instant());
        return Answer.nothing();
    }

    private void requireNoSchedule(TeamKey team, String pipeline, @Nullable String version) {
        List<String> schedules = changes.schedules(team, pipeline, version);
        if (!schedules.isEmpty()) {
            throw new PlatformException.Conflict(
                    "Recurring runs start it: " + String.join(", ", schedules) + "; delete them first.");
        }
    }

    private Pipeline find(TeamKey team, String id) {
        return KfpDoor.find("Pipeline", id, known -> catalogue.pipeline(team, known));
    }

    private Version find(TeamKey team, String pipeline, String id) {
        Pipeline of = find(team, pipeline);
        return KfpDoor.find("Pipeline version", id, known -> catalogue.version(team, of.id(), known));
    }

    private ObjectNode whole(Version version) {
        return json(version)
                .put(
                        "pipeline_spec",
                        catalogue.document(version.digest()).map(Specs::json).orElse(null))
                .json();
    }

    private static ObjectNode json(String team, Pipeline pipeline) {
        return new Answer()
                .put("pipeline_id", pipeline.id().toString())
                .put("display_name", pipeline.shown())
                .put("name", pipeline.name())
                .put("description", pipeline.description())
                .put("created_at", pipeline.createdAt())
                .put("namespace", team)
                .json();
    }

    private static Answer json(Version version) {
        return new Answer()
                .put("pipeline_id", version.pipelineId().toString())
                .put("pipeline_version_id", version.id().toString())
                .put("display_name", version.shown())
                .put("name", version.version())
                .put("description", version.description())
                .put("created_at", version.createdAt());
    }
}
