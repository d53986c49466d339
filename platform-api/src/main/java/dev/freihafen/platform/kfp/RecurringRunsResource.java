package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.RecurringRuns.RecurringRun;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.schedule.Concurrency;
import dev.freihafen.platform.schedule.Schedule;
import dev.freihafen.platform.schedule.ScheduleBody;
import dev.freihafen.platform.schedule.ScheduleStore;
import dev.freihafen.platform.schedule.Schedules;
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

/** The team's schedules as clients of KFP see them. */
@Path(KfpDoor.ROOT + "/recurringruns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kubeflow Pipelines")
final class RecurringRunsResource {
    private static final Set<String> FIELDS = Set.of(
            "recurring_run_id",
            "display_name",
            "description",
            "pipeline_version_id",
            "pipeline_spec",
            "pipeline_version_reference",
            "runtime_config",
            "service_account",
            "max_concurrency",
            "trigger",
            "mode",
            "created_at",
            "updated_at",
            "status",
            "error",
            "no_catchup",
            "namespace",
            "experiment_id",
            "plugins_input");
    /** The most that KFP knows, which stands for any number. */
    private static final long ANY_NUMBER = 10;

    private final KfpDoor door;
    private final RecurringRuns recurring;
    private final Experiments experiments;
    private final RunOrders orders;
    private final Schedules schedules;
    private final ScheduleStore store;
    private final Clock clock;

    RecurringRunsResource(
            KfpDoor door,
            RecurringRuns recurring,
            Experiments experiments,
            RunOrders orders,
            Schedules schedules,
            ScheduleStore store,
            Clock clock) {
        this.door = door;
        this.recurring = recurring;
        this.experiments = experiments;
        this.orders = orders;
        this.schedules = schedules;
        this.store = store;
        this.clock = clock;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Recurring runs: the team's schedules")
    public ObjectNode list(
            @RestPath String team,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("experiment_id") @Nullable String experimentId,
            @BeanParam ListParameters page) {
        TeamKey key = door.read(team, namespace);
        ListQuery query = page.query(RecurringRuns.COLUMNS);
        UUID experiment =
                experimentId == null || experimentId.isEmpty() ? null : experiments.require(key, experimentId);
        return Answer.list("recurringRuns", recurring.list(key, experiment, query), one -> json(team, one));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Make a recurring run")
    public ObjectNode create(@RestPath String team, @Nullable String body) {
        Fields fields = Fields.read(body, FIELDS);
        Team there =
                door.enter(team, Operation.CreateWork, fields.text("namespace").orElse(null));
        RunOrders.requireTakesWork(there);
        TeamKey key = TeamKey.of(there);
        String shown = Names.display(fields);
        String name = Names.ofSchedule(shown);
        if (store.find(key, name).isPresent()) {
            throw Names.alreadyThere(shown);
        }
        String owner = door.caller().name();
        Trigger trigger = Trigger.read(
                fields.value("trigger").orElseThrow(() -> new PlatformException.BadRequest("trigger is missing")),
                clock.instant());
        UUID experiment = fields.text("experiment_id")
                .map(id -> experiments.require(key, id))
                .orElseGet(
                        () -> experiments.defaultOf(key, owner, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        ScheduleBody schedule = new ScheduleBody(
                trigger.cron(),
                null,
                fields.value("no_catchup").isPresent() && !fields.flag("no_catchup"),
                concurrency(fields.integer("max_concurrency").orElse(1L)),
                fields.text("mode").filter("DISABLE"::equals).isPresent(),
                orders.request(key, shown, fields));
        Schedule made =
                schedules.put(team, name, door.caller(), schedule, false).schedule();
        recurring.describe(
                made.id(), experiment, shown, fields.text("description").orElse(null), trigger.told());
        return json(team, find(key, made.id().toString()));
    }

    private static Concurrency concurrency(long most) {
        if (most == 1) {
            return Concurrency.Forbid;
        }
        if (most == ANY_NUMBER) {
            return Concurrency.Allow;
        }
        if (most < 1 || most > ANY_NUMBER) {
            throw new PlatformException.BadRequest("max_concurrency must be at least 1 and at most 10.");
        }
        throw new PlatformException.NotSupported(
                "max_concurrency is 1 here, and then a run does not start while the one"
                        + " before goes on, or 10, and then any number may.");
    }

    @GET
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One recurring run")
    public ObjectNode get(@RestPath String team, @RestPath String id) {
        return json(team, find(door.read(team, null), id));
    }

    @POST
    @Path("{id:[^/:]+}:enable")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Let a recurring run go on")
    public ObjectNode enable(@RestPath String team, @RestPath String id) {
        schedules.resume(team, find(door.read(team, null), id).schedule(), door.caller());
        return Answer.nothing();
    }

    @POST
    @Path("{id:[^/:]+}:disable")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Let a recurring run start nothing for now")
    public ObjectNode disable(@RestPath String team, @RestPath String id) {
        schedules.pause(team, find(door.read(team, null), id).schedule(), door.caller());
        return Answer.nothing();
    }

    @DELETE
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Delete a recurring run; its runs stay")
    public ObjectNode delete(@RestPath String team, @RestPath String id) {
        schedules.delete(team, find(door.read(team, null), id).schedule(), door.caller());
        return Answer.nothing();
    }

    private RecurringRun find(TeamKey team, String id) {
        return KfpDoor.find("Job", id, known -> recurring.find(team, known));
    }

    private static ObjectNode json(String team, RecurringRun run) {
        JsonNode trigger = run.trigger();
        Answer answer = new Answer()
                .put("recurring_run_id", run.id().toString())
                .put("display_name", run.shown())
                .put("description", run.description())
                .put(
                        "runtime_config",
                        new Answer()
                                .put("parameters", run.request().get("parameters"))
                                .json())
                .put("max_concurrency", run.concurrency().equals(Concurrency.Allow.name()) ? "10" : "1")
                .put("trigger", trigger == null ? cron(run.cron()) : trigger)
                .put("mode", run.paused() ? "DISABLE" : "ENABLE")
                .put("status", run.paused() ? "DISABLED" : "ENABLED")
                .put("no_catchup", !run.catchUp())
                .put("created_at", run.createdAt())
                .put("updated_at", run.changedAt())
                .put("namespace", team)
                .put(
                        "experiment_id",
                        run.experimentId() == null ? null : run.experimentId().toString());
        if (run.pipelineId() != null && run.versionId() != null) {
            answer.put(
                    "pipeline_version_reference",
                    new Answer()
                            .put("pipeline_id", run.pipelineId().toString())
                            .put("pipeline_version_id", run.versionId().toString())
                            .json());
        }
        return answer.json();
    }

    private static JsonNode cron(String cron) {
        return new Answer()
                .put("cron_schedule", new Answer().put("cron", cron).json())
                .json();
    }
}
