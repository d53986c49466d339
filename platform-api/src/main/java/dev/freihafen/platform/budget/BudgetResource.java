package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.Months;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The budget of a team. */
@Path("/api/v1/teams/{team}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
final class BudgetResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Budgets budgets;
    private final Clock clock;

    BudgetResource(CurrentCaller caller, Authorization authorization, Budgets budgets, Clock clock) {
        this.caller = caller;
        this.authorization = authorization;
        this.budgets = budgets;
        this.clock = clock;
    }

    @GET
    @Path("budget")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The team's budget of a month (default: this one) and how it stands")
    public BudgetView get(@RestPath String team, @QueryParam("month") @Nullable String month) {
        Team there = authorization.require(caller.get(), Operation.ReadCosts, team);
        return view(there, Months.parse(month, clock));
    }

    @PUT
    @Path("budget")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Set the team's budget from a month on (default: this one)",
            description =
                    "Finance sets anything; an Admin of the team all but ceiling and currency, inside the ceiling.")
    public BudgetView put(
            @RestPath String team, @QueryParam("month") @Nullable String month, @NotNull @Valid BudgetBody body) {
        Caller who = caller.get();
        Team there = authorization.require(who, Operation.ChangeBudget, team);
        YearMonth from = Months.parse(month, clock);
        budgets.put(there, from, body, who.name(), authorization.allowsPlatform(who, Operation.ManageRates));
        return view(there, from);
    }

    @POST
    @Path("budget:override")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Let the team's new work start until a date though its budget is used up")
    public BudgetView override(@RestPath String team, @NotNull @Valid OverrideBody body) {
        Caller who = caller.get();
        Team there = authorization.require(who, Operation.ChangeBudget, team);
        budgets.override(there, body, who.name());
        return view(there, budgets.month());
    }

    private BudgetView view(Team team, YearMonth month) {
        return budgets.view(team, month)
                .orElseThrow(() -> new PlatformException.NotFound("Team "
                        + team.getMetadata().getName() + " has no budget in " + month + "; Finance sets it by PUT."));
    }
}
