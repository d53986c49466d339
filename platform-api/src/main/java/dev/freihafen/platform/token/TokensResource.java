package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Tokens for machines. They are made by people who have logged in, never with a token. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
final class TokensResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final TokenIssue issue;
    private final TokenStore store;
    private final MachineTokens tokens;
    private final Clock clock;

    TokensResource(
            CurrentCaller caller,
            Authorization authorization,
            TokenIssue issue,
            TokenStore store,
            MachineTokens tokens,
            Clock clock) {
        this.caller = caller;
        this.authorization = authorization;
        this.issue = issue;
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Make a token for a machine; what its bearer sends is told once, here")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = TokenView.class)))
    public Response create(@Valid @NotNull TokenBody body) {
        TokenIssue.Issued issued = issue.issue(caller.get(), body);
        var known = store.find(issued.token().id()).orElseThrow();
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(TokenView.of(known.token(), tokens.check(known, clock.instant()), issued.secret()))
                .build();
    }

    /** Without a team the caller's own of all teams; with one those of the team that the caller may manage. */
    @GET
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Your tokens, or a team's that you may manage, newest first")
    public Page<TokenView> list(
            @QueryParam("team") @Nullable String team,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        Caller who = caller.get();
        if (who.isBound()) {
            throw new PlatformException.Forbidden("Tokens are managed by people who have logged in, not with a token.");
        }
        PageRequest page = PageRequest.parse(pageSize, pageToken);
        List<TokenStore.Known> found = find(who, team, page);
        boolean more = found.size() > page.size();
        List<TokenStore.Known> shown = more ? found.subList(0, page.size()) : found;
        Instant now = clock.instant();
        return new Page<>(
                shown.stream()
                        .map(known -> TokenView.of(known.token(), tokens.check(known, now), null))
                        .toList(),
                more ? PageRequest.tokenAfter(TokenPlace.after(shown.getLast().token())) : null);
    }

    /** One more than the page has, if there is one. */
    private List<TokenStore.Known> find(Caller who, @Nullable String team, PageRequest page) {
        TokenPlace after = TokenPlace.of(page).orElse(null);
        if (team == null) {
            return store.list(null, who.subject(), after, page.size() + 1);
        }
        TeamKey key = TeamKey.of(authorization.require(who, Operation.ManageTokens, team));
        boolean all = authorization.decide(who, Operation.ManageTokens, team) == Decision.Allowed;
        return store.list(key, all ? null : who.subject(), after, page.size() + 1);
    }

    @DELETE
    @Path("{id}")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "Revoke a token: your own, or any of a team whose Admin you are; it is refused from then on")
    public void revoke(@RestPath String id) {
        Caller who = caller.get();
        MachineToken token = uuid(id).flatMap(store::find)
                .map(TokenStore.Known::token)
                .filter(found -> !who.isBound())
                .filter(found -> maySee(who, found))
                .orElseThrow(() -> new PlatformException.NotFound(
                        "There is no token " + id + " that you may revoke; GET /api/v1/tokens lists yours."));
        issue.revoke(who, token);
    }

    private boolean maySee(Caller who, MachineToken token) {
        return token.subject().equals(who.subject())
                || authorization.decide(
                                who, Operation.ManageTokens, token.team().name())
                        == Decision.Allowed;
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
