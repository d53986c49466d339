package dev.freihafen.platform.quote;

import dev.freihafen.cost.quote.Accuracy;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How right the quotes of a team were. */
@Path("/api/v1/teams/{team}/quotes/accuracy")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quotes")
final class AccuracyResource {
    private static final int NEWEST = 1_000;

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final QuoteStore quotes;

    AccuracyResource(CurrentCaller caller, Authorization authorization, QuoteStore quotes) {
        this.caller = caller;
        this.authorization = authorization;
        this.quotes = quotes;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "How right the team's quotes were: the distribution of charge / expected of its newest runs")
    public AccuracyView get(@RestPath String team) {
        TeamKey key = TeamKey.of(authorization.require(caller.get(), Operation.ReadCosts, team));
        String currency = quotes.currency(key).orElse(null);
        List<Accuracy.Outcome> outcomes = currency == null ? List.of() : quotes.outcomes(key, currency, NEWEST);
        return AccuracyView.of(team, currency, Accuracy.of(outcomes));
    }
}
