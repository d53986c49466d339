package dev.freihafen.platform.alert;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Months;
import dev.freihafen.platform.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Alerts of a team. */
@Path("/api/v1/teams/{team}/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
final class AlertsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final AlertStore alerts;
    private final Clock clock;

    AlertsResource(CurrentCaller caller, Authorization authorization, AlertStore alerts, Clock clock) {
        this.caller = caller;
        this.authorization = authorization;
        this.alerts = alerts;
        this.clock = clock;
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Alerts of a month, with what became of their deliveries")
    public Page<AlertStore.Told> list(@RestPath String team, @QueryParam("month") @Nullable String month) {
        TeamKey key = TeamKey.of(authorization.require(caller.get(), Operation.ReadCosts, team));
        return new Page<>(alerts.list(key, Months.parse(month, clock)), null);
    }
}
