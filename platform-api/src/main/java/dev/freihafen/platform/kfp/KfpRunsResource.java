package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.RunCancel;
import dev.freihafen.platform.run.RunRetry;
import dev.freihafen.platform.run.RunSubmission;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Runs as clients of KFP see them: every run of the team is among them, however it was submitted. */
@Path(KfpDoor.ROOT + "/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kubeflow Pipelines")
final class KfpRunsResource {
    private final KfpDoor door;
    private final KfpRuns runs;
    private final Experiments experiments;
    private final Catalogue catalogue;
    private final RunOrders orders;
    private final RunSubmission submission;
    private final RunCancel cancel;
    private final RunRetry retry;
    private final Clock clock;

    KfpRunsResource(
            KfpDoor door,
            KfpRuns runs,
            Experiments experiments,
            Catalogue catalogue,
            RunOrders orders,
            RunSubmission submission,
            RunCancel cancel,
            RunRetry retry,
            Clock clock) {
        this.door = door;
        this.runs = runs;
        this.experiments = experiments;
        this.catalogue = catalogue;
        this.orders = orders;
        this.submission = submission;
        this.cancel = cancel;
        this.retry = retry;
        this.clock = clock;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Runs of the team, without what they run")
    public ObjectNode list(
            @RestPath String team,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("experiment_id") @Nullable String experimentId,
            @BeanParam ListParameters page) {
        TeamKey key = door.read(team, namespace);
        ListQuery query = page.query(KfpRuns.COLUMNS);
        UUID experiment =
                experimentId == null || experimentId.isEmpty() ? null : experiments.require(key, experimentId);
        return Answer.list("runs", runs.list(key, experiment, query), RunJson::lean);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Submit a run of a compiled pipeline, or of a version of a pipeline of the team")
    public ObjectNode submit(@RestPath String team, @Nullable String body) {
        Team there = door.enter(team, Operation.CreateWork, null);
        RunOrders.requireTakesWork(there);
        TeamKey key = TeamKey.of(there);
        String owner = door.caller().name();
        RunOrders.Order order = orders.read(key, body);
        UUID experiment = order.experimentId() == null
                ? experiments.defaultOf(key, owner, clock.instant().truncatedTo(ChronoUnit.MICROS))
                : experiments.require(key, order.experimentId());
        UUID made = submission
                .submit(there, owner, order.request(), Optional.empty())
                .run()
                .id();
        runs.describe(made, experiment, order.description());
        return whole(find(key, made.toString()));
    }

    @GET
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One run, with its tasks")
    public ObjectNode get(@RestPath String team, @RestPath String id) {
        return whole(find(door.read(team, null), id));
    }

    @POST
    @Path("{id:[^/:]+}:terminate")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Ask a run to end")
    public ObjectNode terminate(@RestPath String team, @RestPath String id) {
        RunReading run = find(door.read(team, null), id);
        door.requireChange(team, run.owner());
        if (run.state().isEnd() || run.state() == KfpState.CANCELING) {
            throw new PlatformException.BadRequest("Failed to terminate run " + id + ": it is " + run.state() + ".");
        }
        cancel.cancel(team, id, door.caller());
        return Answer.nothing();
    }

    @POST
    @Path("{id:[^/:]+}:retry")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Try a run that failed once more; steps that succeeded are not run again")
    public ObjectNode retry(@RestPath String team, @RestPath String id) {
        RunReading run = find(door.read(team, null), id);
        retry.retry(team, run.id().toString(), door.caller());
        return Answer.nothing();
    }

    @POST
    @Path("{id:[^/:]+}:archive")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Archive a run")
    public ObjectNode archive(@RestPath String team, @RestPath String id) {
        runs.archive(changeable(team, id).id(), true);
        return Answer.nothing();
    }

    @POST
    @Path("{id:[^/:]+}:unarchive")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Take a run out of the archive")
    public ObjectNode unarchive(@RestPath String team, @RestPath String id) {
        runs.archive(changeable(team, id).id(), false);
        return Answer.nothing();
    }

    /** Ends it where it goes on; its history and costs stay at the platform's own API. */
    @DELETE
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "End a run and show it here no more; its history and costs stay at /api/v1")
    public ObjectNode delete(@RestPath String team, @RestPath String id) {
        RunReading run = changeable(team, id);
        if (!run.state().isEnd()) {
            cancel.cancel(team, run.id().toString(), door.caller());
        }
        runs.delete(run.id());
        return Answer.nothing();
    }

    private RunReading changeable(String team, String id) {
        RunReading run = find(door.read(team, null), id);
        door.requireChange(team, run.owner());
        return run;
    }

    private RunReading find(TeamKey team, String id) {
        return KfpDoor.find("Run", id, known -> runs.find(team, known));
    }

    private ObjectNode whole(RunReading run) {
        JsonNode spec = run.versionId() != null
                ? null
                : catalogue.document(run.digest()).map(Specs::json).orElse(null);
        return RunJson.whole(run, spec, runs.steps(run.id()));
    }
}
