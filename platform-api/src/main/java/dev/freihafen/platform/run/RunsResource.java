package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
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
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.quote.KeptQuoteView;
import dev.freihafen.platform.quote.Quotes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
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
    private final RunHandover handover;
    private final RunStore runs;
    private final StepLogReader logs;
    private final TeamCosts costs;
    private final Quotes quotes;
    private final RunPrices prices;
    private final RunRequestReader reader;
    private final Clock clock;

    RunsResource(
            CurrentCaller caller,
            Authorization authorization,
            RunSubmission submission,
            RunHandover handover,
            RunStore runs,
            StepLogReader logs,
            TeamCosts costs,
            Quotes quotes,
            RunPrices prices,
            RunRequestReader reader,
            Clock clock) {
        this.caller = caller;
        this.authorization = authorization;
        this.submission = submission;
        this.handover = handover;
        this.runs = runs;
        this.logs = logs;
        this.costs = costs;
        this.quotes = quotes;
        this.prices = prices;
        this.reader = reader;
        this.clock = clock;
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

    /** Runs of the team, newest first. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Runs of the team, newest first")
    public Page<RunView> list(
            @RestPath String team,
            @QueryParam("state") @Nullable String state,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        PageRequest page = PageRequest.of(pageSize, pageToken);
        List<Run> found = runs.list(of, state(state), PageToken.of(page).orElse(null), page.size() + 1);
        boolean more = found.size() > page.size();
        List<Run> shown = more ? found.subList(0, page.size()) : found;
        String next = more
                ? PageRequest.tokenAfter(new PageToken(
                                shown.getLast().createdAt(), shown.getLast().id())
                        .key())
                : null;
        return new Page<>(prices.list(shown), next);
    }

    private static @Nullable RunState state(@Nullable String state) {
        if (state == null || state.isEmpty()) {
            return null;
        }
        return Arrays.stream(RunState.values())
                .filter(known -> known.name().equals(state))
                .findFirst()
                .orElseThrow(() -> new PlatformException.ValidationFailed(
                        "There is no state of that name.",
                        List.of(new FieldError(
                                "state",
                                "must be one of "
                                        + Arrays.stream(RunState.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))))));
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
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Steps of a run, one item an attempt")
    public Page<StepView> steps(@RestPath String team, @RestPath String id) {
        Run run = find(Operation.ReadWork, team, id);
        return new Page<>(runs.steps(run.id()).stream().map(StepView::of).toList(), null);
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

    /** Asks the run to end; its pods are ended by the operator. Asking again, or when it has ended, changes nothing. */
    @POST
    @Path("{id:[^/:]+}:cancel")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Ask a run to end")
    public RunView cancel(@RestPath String team, @RestPath String id) {
        Run run = find(Operation.ReadWork, team, id);
        authorization.requireOn(caller.get(), Operation.ChangeWork, team, run.owner());
        runs.requestCancel(run.id(), clock.instant());
        handover.handOver(run.id());
        return prices.view(find(Operation.ReadWork, team, id));
    }

    private Run find(Operation operation, String team, String id) {
        TeamKey of = TeamKey.of(authorization.require(caller.get(), operation, team));
        return uuid(id).flatMap(known -> runs.find(of, known))
                .orElseThrow(() -> new PlatformException.NotFound("Team " + team + " has no run " + id
                        + "; GET /api/v1/teams/" + team + "/runs lists its runs."));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
