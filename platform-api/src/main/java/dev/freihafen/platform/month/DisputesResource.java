package dev.freihafen.platform.month;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What teams say against a month under review, and what finance answers. */
@Path("/api/v1/months/{month:[^/:]+}/disputes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Months")
public final class DisputesResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Disputes disputes;
    private final ZoneId zone;

    DisputesResource(CurrentCaller caller, Authorization authorization, Disputes disputes, PlatformConfig config) {
        this.caller = caller;
        this.authorization = authorization;
        this.disputes = disputes;
        this.zone = config.months().zone();
    }

    /** Disputes of a month. */
    public record DisputeList(List<Disputes.Dispute> items) {
        public DisputeList {
            items = List.copyOf(items);
        }
    }

    /** Disputes: of all teams for Finance and Auditor, else of the team that is named. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Disputes of a month; of all teams for Finance and Auditor, else of the query's team")
    public DisputeList list(@RestPath String month, @QueryParam("team") @Nullable String team) {
        Caller who = caller.get();
        if (team == null) {
            authorization.requirePlatform(who, Operation.ReadMonths);
        } else {
            authorization.require(who, Operation.ReadCosts, team);
        }
        return new DisputeList(disputes.list(month(month)).stream()
                .filter(dispute -> team == null || dispute.team().equals(team))
                .toList());
    }

    /** Raises a dispute; whoever reads a team's costs may. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Disputes.Dispute.class)))
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Dispute a team's part of a month under review")
    public Response raise(@RestPath String month, Words.@Nullable NewDispute body) {
        Caller who = caller.get();
        Words.NewDispute dispute = Asked.body(body);
        String team = Asked.text("team", dispute.team());
        authorization.require(who, Operation.ReadCosts, team);
        return Response.status(Response.Status.CREATED)
                .entity(disputes.raise(month(month), team, Asked.text("text", dispute.text()), Person.of(who)))
                .build();
    }

    /** Answers a dispute. */
    @POST
    @Path("{id:[^/:]+}:answer")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Answer a dispute, once; Finance")
    public Disputes.Dispute answer(@RestPath String month, @RestPath String id, Words.@Nullable Answer body) {
        Caller who = caller.get();
        authorization.requirePlatform(who, Operation.ManageRates);
        return disputes.answer(
                month(month), Asked.id(id), Asked.text("text", Asked.body(body).text()), Person.of(who));
    }

    private YearMonth month(String text) {
        return Asked.month(text, zone).month();
    }
}
