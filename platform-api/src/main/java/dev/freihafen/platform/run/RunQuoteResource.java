package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.quote.QuoteView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What a run would cost. */
@Path("/api/v1/teams/{team}/runs:quote")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quotes")
final class RunQuoteResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RunSubmission submission;
    private final RunRequestReader reader;

    RunQuoteResource(
            CurrentCaller caller, Authorization authorization, RunSubmission submission, RunRequestReader reader) {
        this.caller = caller;
        this.authorization = authorization;
        this.submission = submission;
        this.reader = reader;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What a run would cost: low, expected, high; what the budget has left; whether it would wait")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RunRequest.class)))
    public QuoteView quote(@RestPath String team, @Nullable String body) {
        Caller who = caller.get();
        Team there = authorization.require(who, Operation.CreateWork, team);
        RunsResource.requireTakesWork(there);
        return submission.quote(there, who.name(), reader.read(body));
    }
}
