package dev.freihafen.platform.cost;

import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Costs of a team. */
@Path("/api/v1/teams/{team}/costs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Costs")
public final class CostsResource {
    private final CostReaders readers;
    private final TeamCosts costs;
    private final CostQueries queries;

    CostsResource(CostReaders readers, TeamCosts costs, CostQueries queries) {
        this.readers = readers;
        this.costs = costs;
        this.queries = queries;
    }

    /**
     * What the team's work has cost from {@code from} (default: this month's beginning) to {@code to} (default: now); with
     * {@code groupBy} in groups, page by page.
     */
    @GET
    @APIResponse(
            responseCode = "200",
            description = "By workload, or with groupBy a page of groups",
            content = @Content(schema = @Schema(oneOf = {TeamCostView.class, CostQueries.CostPage.class})))
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What the work of a team has cost, by workload or in groups",
            description = CostQueries.DESCRIPTION)
    public Object get(
            @RestPath String team,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("groupBy") @Nullable String groupBy,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @Context UriInfo uri) {
        Instant since = readers.since(team);
        if (groupBy != null) {
            return queries.page(uri, Map.of("team", team), since, PageRequest.parse(pageSize, pageToken));
        }
        Instant begin = CostQueries.time("from", from);
        Instant end = CostQueries.time("to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw new PlatformException.ValidationFailed(
                    "The time is empty; to must be later than from.",
                    List.of(new FieldError("to", "is not later than from")));
        }
        return costs.ofTeam(team, begin, end, since);
    }
}
