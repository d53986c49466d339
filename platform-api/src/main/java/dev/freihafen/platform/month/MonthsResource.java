package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where months stand, and their way to the close. */
@Path("/api/v1/months")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Months")
public final class MonthsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Jdbi jdbi;
    private final MonthStore months;
    private final DocumentStore documents;
    private final Statements statements;
    private final Workflow workflow;
    private final Closing closing;
    private final ZoneId zone;

    MonthsResource(
            CurrentCaller caller,
            Authorization authorization,
            Jdbi jdbi,
            MonthStore months,
            DocumentStore documents,
            Statements statements,
            Workflow workflow,
            Closing closing,
            PlatformConfig config) {
        this.caller = caller;
        this.authorization = authorization;
        this.jdbi = jdbi;
        this.months = months;
        this.documents = documents;
        this.statements = statements;
        this.workflow = workflow;
        this.closing = closing;
        this.zone = config.months().zone();
    }

    /** Months with usage or something entered, newest first. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Months, newest first; Finance and Auditor")
    public Page<MonthView> list(
            @QueryParam("pageSize") @Nullable String pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        return jdbi.withHandle(handle -> {
            List<Standing> found = months.list(handle, page.after().orElse(null), page.size() + 1);
            boolean more = found.size() > page.size();
            List<Standing> shown = more ? found.subList(0, page.size()) : found;
            return new Page<>(
                    shown.stream().map(standing -> view(handle, standing)).toList(),
                    more ? PageRequest.tokenAfter(shown.getLast().month().toString()) : null);
        });
    }

    /** Where a month stands, what to look at before it is closed, and who did what. */
    @GET
    @Path("{month:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Where a month stands, its warnings and its history; Finance and Auditor")
    public MonthView get(@RestPath String month) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        return view(Asked.month(month, zone));
    }

    /** Shows the draft to the teams, who may dispute it then. */
    @POST
    @Path("{month:[^/:]+}:review")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Put an open month that is over under review; Finance")
    public MonthView review(@RestPath String month) {
        Month asked = Asked.month(month, zone);
        workflow.review(asked, finance());
        return view(asked);
    }

    /** Closes a month that another person put under review. */
    @POST
    @Path("{month:[^/:]+}:approve")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Close a month that another person of finance reviewed; Finance")
    public MonthView approve(@RestPath String month) {
        Month asked = Asked.month(month, zone);
        closing.approve(asked, finance());
        return view(asked);
    }

    /** Takes a month back: from review at once, a closed one when a second person asks too. */
    @POST
    @Path("{month:[^/:]+}:reopen")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Take a month back to OPEN; a closed one needs two persons of finance: 202 for the first")
    public Response reopen(@RestPath String month, Words.@Nullable Reason body) {
        Month asked = Asked.month(month, zone);
        Person by = finance();
        Standing after = workflow.reopen(
                asked.month(), Asked.text("reason", Asked.body(body).reason()), by);
        return Response.status(after.stage() == Stage.OPEN ? Response.Status.OK : Response.Status.ACCEPTED)
                .entity(view(asked))
                .build();
    }

    private Person finance() {
        Caller who = caller.get();
        authorization.requirePlatform(who, Operation.ManageRates);
        return Person.of(who);
    }

    private MonthView view(Month month) {
        Statements.Drawn drawn = statements.of(month);
        Stream<MonthView.WarningView> told = drawn.statement().warnings().stream()
                .map(warning -> new MonthView.WarningView(
                        warning.kind().name(), warning.cluster(), warning.team(), warning.text()));
        Stream<MonthView.WarningView> open =
                drawn.open().stream().map(text -> new MonthView.WarningView("OPEN_INTERVAL", "", "", text));
        return jdbi.withHandle(handle -> view(handle, months.find(handle, month.month()))
                .with(
                        drawn.statement().complete(),
                        Stream.concat(told, open).toList(),
                        months.events(handle, month.month()).stream()
                                .map(event ->
                                        new MonthView.EventView(event.at(), event.by(), event.event(), event.detail()))
                                .toList()));
    }

    private MonthView view(Handle handle, Standing standing) {
        return MonthView.of(
                standing,
                documents
                        .newest(handle, standing.month())
                        .map(DocumentStore.Stored::sha256)
                        .orElse(null));
    }
}
