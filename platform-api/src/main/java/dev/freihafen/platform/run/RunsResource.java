package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.idempotency.IdempotencyHeader;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.quote.KeptQuoteView;
import dev.freihafen.platform.quote.Quotes;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Runs of a team. */
@Path("/api/v1/teams/{team}/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class RunsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RunSubmission submission;
    private final RunFinder finder;
    private final RunCancel cancel;
    private final RunRetry retry;
    private final RunStore runs;
    private final StepOutputStore outputs;
    private final RunFollowers followers;
    private final StepLogReader logs;
    private final TeamCosts costs;
    private final Quotes quotes;
    private final RunPrices prices;
    private final RunRequestReader reader;

    RunsResource(
            CurrentCaller caller,
            Authorization authorization,
            RunSubmission submission,
            RunFinder finder,
            RunCancel cancel,
            RunRetry retry,
            RunStore runs,
            StepOutputStore outputs,
            RunFollowers followers,
            StepLogReader logs,
            TeamCosts costs,
            Quotes quotes,
            RunPrices prices,
            RunRequestReader reader) {
        this.caller = caller;
        this.authorization = authorization;
        this.submission = submission;
        this.finder = finder;
        this.cancel = cancel;
        this.retry = retry;
        this.runs = runs;
        this.outputs = outputs;
        this.followers = followers;
        this.logs = logs;
        this.costs = costs;
        this.quotes = quotes;
        this.prices = prices;
        this.reader = reader;
    }

    /** Submits a run: 201 for a new one, 200 for the one that its Idempotency-Key made before, and for a dry run. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Submit a run")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RunRequest.class)))
    public Response submit(
            @RestPath String team,
            @HeaderParam(IdempotencyHeader.NAME) @Nullable String key,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable String body) {
        Caller who = caller.get();
        Team there = authorization.require(who, Operation.CreateWork, team);
        requireTakesWork(there);
        TeamKey of = TeamKey.of(there);
        RunRequest request = reader.read(body);
        if (dryRun) {
            return Response.ok(submission.dryRun(there, who.name(), request)).build();
        }
        var idempotent = IdempotencyHeader.read(key, who, of, RunSubmission.OPERATION, String.valueOf(body));
        RunSubmission.Submitted submitted = submission.submit(there, who.name(), request, idempotent);
        RunView view = prices.view(submitted.run());
        URI location = URI.create("/api/v1/teams/" + team + "/runs/" + view.id());
        return submitted.created()
                ? Response.created(location).entity(view).build()
                : Response.ok(view).location(location).build();
    }

    static void requireTakesWork(Team team) {
        if (team.getMetadata().getDeletionTimestamp() != null) {
            throw new PlatformException.Conflict(
                    "The team " + team.getMetadata().getName()
                            + " is being deleted and takes no new work; submit the run for another team.");
        }
    }

    /** Runs of the team, newest first unless asked for in another order. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Runs of the team, newest first, without their parameters")
    public Page<RunView> list(
            @RestPath String team,
            @BeanParam RunListParameters wanted,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        Page<Run> found = runs.list(of, wanted.query(), PageRequest.of(pageSize, pageToken));
        return new Page<>(prices.list(found.items()), found.nextPageToken());
    }

    /** One run, with what it has cost so far. */
    @GET
    @Path("{id:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One run, with what it has cost so far")
    public RunView get(@RestPath String team, @RestPath String id) {
        Run run = find(Operation.ReadWork, team, id);
        return RunView.of(run, costs.ofRun(team, run.id()), prices.ofStep(run.hardwareClass()));
    }

    /** What it was expected to cost when it was submitted, and what it did cost. */
    @GET
    @Path("{id:[^/:]+}/quote")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What a run was expected to cost when it was submitted, and what it did cost")
    public KeptQuoteView quote(@RestPath String team, @RestPath String id) {
        Run run = find(Operation.ReadCosts, team, id);
        return quotes.of(run.id())
                .orElseThrow(() -> new PlatformException.NotFound("No quote was kept of run " + id
                        + ": it was not submitted here, or nothing had a price then."));
    }

    /** Its steps, one item an attempt. */
    @GET
    @Path("{id:[^/:]+}/steps")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Steps of a run with their outputs, one item an attempt")
    public Page<StepView> steps(@RestPath String team, @RestPath String id) {
        Run run = find(Operation.ReadWork, team, id);
        Map<RunHistory.Attempt, StepOutputs> known = outputs.ofRuns(List.of(run.id()));
        return new Page<>(
                runs.steps(run.id()).stream()
                        .map(step -> StepView.of(
                                step, known.get(new RunHistory.Attempt(run.id(), step.step(), step.attempt()))))
                        .toList(),
                null);
    }

    /**
     * The log of a step; kept after its pod is gone. A slash in the path of the step is written {@code %2F} or
     * {@code ~}.
     */
    @GET
    @Path("{id:[^/:]+}/steps/{step:.+}/logs")
    @Produces(MediaType.TEXT_PLAIN)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The log of a step; a slash in its path is written %2F or ~")
    public String logs(
            @RestPath String team,
            @RestPath String id,
            @RestPath String step,
            @QueryParam("attempt") @Nullable Integer attempt) {
        Run run = find(Operation.ReadLogs, team, id);
        return logs.read(run, step.replace('~', '/').replace("%2F", "/").replace("%2f", "/"), attempt);
    }

    /**
     * What becomes of the run, as it becomes so: each event has a number as its id, after which {@code Last-Event-ID} goes
     * on. The stream ends with the run's attempt; 204 when there is nothing to come.
     */
    @GET
    @Path("{id:[^/:]+}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Follow a run: server-sent events 'run' and 'step', until it has ended",
            description = "The id of each event can be sent as Last-Event-ID, after which the stream goes on. Comments"
                    + " keep the connection open. 204 when the run has ended and nothing is to come.")
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            example = """
                                    id: 4
                                    event: step
                                    data: {"at":"2026-09-01T08:00:00Z","step":"train","attempt":1,"state":"Running"}
                                    """))
    public void events(
            @RestPath String team,
            @RestPath String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        Caller who = caller.get();
        Run run = finder.find(who, Operation.ReadWork, team, id);
        followers.follow(who, run, lastEventId, sink, sse);
    }

    /** Asks the run to end; its pods are ended by the operator. Asking again, or when it has ended, changes nothing. */
    @POST
    @Path("{id:[^/:]+}:cancel")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Ask a run to end")
    public RunView cancel(@RestPath String team, @RestPath String id) {
        return prices.view(cancel.cancel(team, id, caller.get()));
    }

    /** Tries a run again that ended without success: 409 while it goes on and once it has succeeded. */
    @POST
    @Path("{id:[^/:]+}:retry")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Try a run again under its id",
            description = "Steps that succeeded are not run again; the cost of the run is that of all its attempts.")
    public RunView retry(@RestPath String team, @RestPath String id) {
        return prices.view(retry.retry(team, id, caller.get()));
    }

    private Run find(Operation operation, String team, String id) {
        return finder.find(caller.get(), operation, team, id);
    }
}
