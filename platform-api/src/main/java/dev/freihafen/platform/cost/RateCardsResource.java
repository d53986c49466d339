package dev.freihafen.platform.cost;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Rate cards of the platform. */
@Path("/api/v1/rate-cards")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rate cards")
public final class RateCardsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final RateCards cards;

    RateCardsResource(CurrentCaller caller, Authorization authorization, RateCards cards) {
        this.caller = caller;
        this.authorization = authorization;
        this.cards = cards;
    }

    /** A card by name. */
    public record RateCardName(String name) {}

    /** Puts a card: 201 with a new version, 200 when the newest says the same already. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Put a rate card; versions are added and never changed")
    public Response put(@RestPath String name, @Nullable String body) {
        Caller who = caller.get();
        authorization.requirePlatform(who, Operation.ManageRates);
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new PlatformException.ValidationFailed(
                    "The path does not name a rate card.",
                    List.of(new FieldError(
                            "name", "must be 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends")));
        }
        if (body == null || body.isBlank()) {
            throw new PlatformException.BadRequest("The body is empty; send the rates.");
        }
        RateCards.Put put = cards.put(name, who.name(), RateRows.read(body));
        return Response.status(put.created() ? Response.Status.CREATED : Response.Status.OK)
                .entity(put.version())
                .build();
    }

    /** A card; the newest version where none is named. */
    @GET
    @Path("{name}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "A rate card")
    public RateCardVersion get(@RestPath String name, @QueryParam("version") @Nullable Integer version) {
        authorization.requirePlatform(caller.get(), Operation.ReadRates);
        return cards.find(name, version)
                .orElseThrow(() -> new PlatformException.NotFound("There is no rate card " + name
                        + (version == null ? "" : " with version " + version)
                        + "; GET /api/v1/rate-cards lists the cards."));
    }

    /** The versions of a card, newest first. */
    @GET
    @Path("{name}/versions")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "The versions of a rate card, newest first")
    public Page<RateCards.Version> versions(
            @RestPath String name,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        get(name, null);
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        int before = page.after()
                .filter(after -> after.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(Integer.MAX_VALUE);
        List<RateCards.Version> found = cards.versions(name, before, page.size() + 1);
        boolean more = found.size() > page.size();
        List<RateCards.Version> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(
                shown,
                more ? PageRequest.tokenAfter(Integer.toString(shown.getLast().version())) : null);
    }

    /** A version of a card. */
    @GET
    @Path("{name}/versions/{version:[0-9]{1,9}}")
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "A version of a rate card")
    public RateCardVersion version(@RestPath String name, @RestPath int version) {
        return get(name, version);
    }

    /** Names of the cards. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Rate cards")
    public Page<RateCardName> list(
            @QueryParam("pageSize") @Nullable Integer pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        authorization.requirePlatform(caller.get(), Operation.ReadRates);
        PageRequest page = PageRequest.of(pageSize, pageToken);
        List<RateCardName> found = cards.names(page.after().orElse(null), page.size() + 1).stream()
                .map(RateCardName::new)
                .toList();
        boolean more = found.size() > page.size();
        List<RateCardName> shown = more ? found.subList(0, page.size()) : found;
        return new Page<>(shown, more ? PageRequest.tokenAfter(shown.getLast().name()) : null);
    }
}
