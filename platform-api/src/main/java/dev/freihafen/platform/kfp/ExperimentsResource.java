package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Experiments.Experiment;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Experiments as clients of KFP see them. */
@Path(KfpDoor.ROOT + "/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kubeflow Pipelines")
final class ExperimentsResource {
    private static final Set<String> FIELDS = Set.of(
            "experiment_id",
            "display_name",
            "description",
            "created_at",
            "namespace",
            "storage_state",
            "last_run_created_at");

    private final KfpDoor door;
    private final Experiments experiments;
    private final Clock clock;

    ExperimentsResource(KfpDoor door, Experiments experiments, Clock clock) {
        this.door = door;
        this.experiments = experiments;
        this.clock = clock;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Experiments of the team")
    public ObjectNode list(
            @RestPath String team,
            @QueryParam("namespace") @Nullable String namespace,
            @BeanParam ListParameters page) {
        TeamKey key = door.read(team, namespace);
        ListQuery query = page.query(Experiments.COLUMNS);
        return Answer.list("experiments", experiments.list(key, query), experiment -> json(team, experiment));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Make an experiment")
    public ObjectNode create(@RestPath String team, @Nullable String body) {
        Fields fields = Fields.read(body, FIELDS);
        TeamKey key = TeamKey.of(
                door.enter(team, Operation.CreateWork, fields.text("namespace").orElse(null)));
        String name = Names.display(fields);
        Experiment made = new Experiment(
                UUID.randomUUID(),
                name,
                fields.text("description").orElse(null),
                door.caller().name(),
                false,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
        if (!experiments.create(key, made)) {
            throw Names.alreadyThere(name);
        }
        return json(team, made);
    }

    @GET
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One experiment")
    public ObjectNode get(@RestPath String team, @RestPath String id) {
        return json(team, find(door.read(team, null), id));
    }

    @POST
    @Path("{id:[^/:]+}:archive")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Archive an experiment and its runs")
    public ObjectNode archive(@RestPath String team, @RestPath String id) {
        experiments.archive(changeable(team, id), true);
        return Answer.nothing();
    }

    @POST
    @Path("{id:[^/:]+}:unarchive")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Take an experiment out of the archive")
    public ObjectNode unarchive(@RestPath String team, @RestPath String id) {
        experiments.archive(changeable(team, id), false);
        return Answer.nothing();
    }

    @DELETE
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Delete an experiment; its runs stay")
    public ObjectNode delete(@RestPath String team, @RestPath String id) {
        experiments.delete(changeable(team, id));
        return Answer.nothing();
    }

    private UUID changeable(String team, String id) {
        Experiment found = find(door.read(team, null), id);
        door.requireChange(team, found.owner());
        return found.id();
    }

    private Experiment find(TeamKey team, String id) {
        return KfpDoor.find("Experiment", id, known -> experiments.find(team, known));
    }

    private static ObjectNode json(String team, Experiment experiment) {
        return new Answer()
                .put("experiment_id", experiment.id().toString())
                .put("display_name", experiment.name())
                .put("description", experiment.description())
                .put("created_at", experiment.createdAt())
                .put("namespace", team)
                .put("storage_state", experiment.archived() ? "ARCHIVED" : "AVAILABLE")
                .put("last_run_created_at", experiment.lastRunAt())
                .json();
    }
}
