package dev.freihafen.platform.schedule;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Flag;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.page.Times;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Schedules of a team. */
@Path("/api/v1/teams/{team}/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schedules")
final class ScheduleResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Schedules schedules;
    private final ScheduleStore store;
    private final FiringStore firings;

    ScheduleResource(
            CurrentCaller caller,
            Authorization authorization,
            Schedules schedules,
            ScheduleStore store,
            FiringStore firings) {
        this.caller = caller;
        this.authorization = authorization;
        this.schedules = schedules;
        this.store = store;
        this.firings = firings;
    }

    @PUT
    @Path("{name:[^/:]+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Make a schedule, or change the one of that name",
            description = "Its runs belong to who made it and pass his team's budget as any other. With dryRun=true"
                    + " nothing is written; the answer says when it would start first.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed, or dry run",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public RestResponse<ScheduleView> put(
            @RestPath String team,
            @RestPath String name,
            @QueryParam("dryRun") @Nullable String dryRun,
            @NotNull @Valid ScheduleBody body) {
        boolean isDryRun = Flag.parse("dryRun", dryRun);
        Schedules.Put put = schedules.put(team, name, caller.get(), body, isDryRun);
        ScheduleView view = isDryRun ? ScheduleView.of(put.schedule(), null) : view(put.schedule());
        return put.created() && !isDryRun
                ? RestResponse.status(RestResponse.Status.CREATED, view)
                : RestResponse.ok(view);
    }

    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The team's schedules, by name")
    public Page<ScheduleView> list(
            @RestPath String team,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        TeamKey key = TeamKey.of(authorization.require(caller.get(), Operation.ReadWork, team));
        PageRequest page = PageRequest.of(pageSize, pageToken);
        List<Schedule> found = store.list(key, page.after().orElse(null), page.size() + 1);
        boolean more = found.size() > page.size();
        List<Schedule> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown.stream()
                        .map(schedule -> ScheduleView.listed(schedule, newest(schedule)))
                        .toList(),
                more ? PageRequest.tokenAfter(shown.getLast().name()) : null);
    }

    @GET
    @Path("{name:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "One schedule")
    public ScheduleView get(@RestPath String team, @RestPath String name) {
        return view(schedules.find(team, name, caller.get()));
    }

    @DELETE
    @Path("{name:[^/:]+}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Delete a schedule",
            description = "Its runs stay.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    public void delete(@RestPath String team, @RestPath String name) {
        schedules.delete(team, name, caller.get());
    }

    @POST
    @Path("{name:[^/:]+}:pause")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Let nothing start until it is resumed; runs that go on are left alone")
    public ScheduleView pause(@RestPath String team, @RestPath String name) {
        return view(schedules.pause(team, name, caller.get()));
    }

    @POST
    @Path("{name:[^/:]+}:resume")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Go on with the next time to come; those in between are not made up for")
    public ScheduleView resume(@RestPath String team, @RestPath String name) {
        return view(schedules.resume(team, name, caller.get()));
    }

    @GET
    @Path("{name:[^/:]+}/firings")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Times of a schedule that have come, newest first, and what became of each")
    public Page<ScheduleView.FiringView> firings(
            @RestPath String team,
            @RestPath String name,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        Schedule schedule = schedules.find(team, name, caller.get());
        PageRequest page = PageRequest.of(pageSize, pageToken);
        List<Firing> found = firings.list(schedule.id(), before(page), page.size() + 1);
        boolean more = found.size() > page.size();
        List<Firing> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown.stream().map(ScheduleView.FiringView::of).toList(),
                more ? PageRequest.tokenAfter(shown.getLast().at().toString()) : null);
    }

    private static @Nullable Instant before(PageRequest page) {
        try {
            return page.after().map(Times::parse).orElse(null);
        } catch (DateTimeException foreign) {
            throw new PlatformException.BadRequest(
                    "The pageToken is not one that this list gave; start again without it.",
                    List.of(new FieldError("pageToken", "is not known")));
        }
    }

    private ScheduleView view(Schedule schedule) {
        return ScheduleView.of(schedule, newest(schedule));
    }

    private @Nullable Firing newest(Schedule schedule) {
        return firings.list(schedule.id(), null, 1).stream().findFirst().orElse(null);
    }
}
