package dev.freihafen.platform.cost;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.PageRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Costs of all teams. */
@Path("/api/v1/costs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Costs")
public final class AllCostsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final CostQueries queries;

    AllCostsResource(CurrentCaller caller, Authorization authorization, CostQueries queries) {
        this.caller = caller;
        this.authorization = authorization;
        this.queries = queries;
    }

    /** What the work of all teams has cost, by team unless {@code groupBy} says otherwise. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What the work of all teams has cost, in groups; Finance and Auditor",
            description = CostQueries.DESCRIPTION)
    public CostQueries.CostPage get(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("groupBy") @Nullable String groupBy,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken,
            @Context UriInfo uri) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        return queries.page(uri, Map.of(), Instant.MIN, PageRequest.parse(pageSize, pageToken));
    }
}
