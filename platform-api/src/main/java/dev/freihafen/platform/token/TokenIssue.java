package dev.freihafen.platform.token;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.audit.TeamAudit;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.Scope;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes tokens and takes them back; both are written into the team's audit. */
@Singleton
final class TokenIssue {
    private static final int MOST_OPEN = 50;
    private static final Duration USUAL_LIFE = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final TokenStore store;
    private final OwnerGroups owners;
    private final Authorization authorization;
    private final TeamAudit audit;
    private final PlatformConfig.Tokens config;
    private final Clock clock;

    TokenIssue(
            Jdbi jdbi,
            TokenStore store,
            OwnerGroups owners,
            Authorization authorization,
            TeamAudit audit,
            PlatformConfig config,
            Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.owners = owners;
        this.authorization = authorization;
        this.audit = audit;
        this.config = config.tokens();
        this.clock = clock;
    }

    /** A new token, and what its bearer sends. */
    record Issued(MachineToken token, String secret) {}

    Issued issue(Caller who, TokenBody body) {
        Team team = authorization.require(who, Operation.ManageTokens, body.team());
        Set<Scope> scopes = body.scopes() == null ? EnumSet.of(Scope.Read, Scope.Write) : EnumSet.copyOf(body.scopes());
        requireRights(who, scopes, body.team());
        Duration life = life(body.expiresIn());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        MachineToken token = new MachineToken(
                UUID.randomUUID(),
                TeamKey.of(team),
                body.name() == null ? "token" : body.name(),
                who.subject(),
                who.name(),
                scopes,
                now,
                now.plus(life),
                null,
                null,
                null);
        SeenGroups seen = owners.of(who.subject()).orElseGet(() -> new SeenGroups(who.groups(), now));
        String secret = Secret.create();
        jdbi.useTransaction(transaction -> {
            store.keepGroups(transaction, who.subject(), seen);
            if (store.countOpen(transaction, who.subject(), now) >= MOST_OPEN) {
                throw new PlatformException.Conflict("You have " + MOST_OPEN
                        + " tokens that are good; revoke some first (GET and DELETE /api/v1/tokens).");
            }
            store.insert(transaction, token, Secret.hash(secret));
            audit.write(
                    transaction,
                    token.team(),
                    now,
                    who.name(),
                    "TokenCreated",
                    "Token " + token.name() + " (" + token.id() + ") with the scopes "
                            + scopes.stream().sorted().toList() + " until " + token.expiresAt() + ".");
        });
        return new Issued(token, secret);
    }

    /** No scope may be asked for of which the caller has not every right, at least on own things. */
    private void requireRights(Caller who, Set<Scope> scopes, String team) {
        for (Scope scope : scopes) {
            for (Operation operation : scope.operations()) {
                boolean has = operation.reach() == Operation.Reach.Platform
                        ? authorization.allowsPlatform(who, operation)
                        : isAllowed(authorization.decide(who, operation, team));
                if (!has) {
                    throw new PlatformException.Forbidden("A token has at most your own rights, and your role in team "
                            + team + " does not allow " + operation + "; leave out the scope " + scope + ".");
                }
            }
        }
    }

    private static boolean isAllowed(Decision decision) {
        return decision == Decision.Allowed || decision == Decision.AllowedOnOwn;
    }

    private Duration life(@Nullable String expiresIn) {
        if (expiresIn == null) {
            return USUAL_LIFE.compareTo(config.longestLife()) < 0 ? USUAL_LIFE : config.longestLife();
        }
        long number = Long.parseLong(expiresIn.substring(0, expiresIn.length() - 1));
        Duration life = switch (expiresIn.charAt(expiresIn.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (life.compareTo(config.longestLife()) > 0) {
            throw new PlatformException.ValidationFailed(
                    "Tokens are good for at most " + config.longestLife().toDays() + " days here.",
                    List.of(new FieldError(
                            "expiresIn",
                            "must be at most " + config.longestLife().toHours() + "h")));
        }
        return life;
    }

    /** Takes a token back; doing so again changes nothing. */
    void revoke(Caller who, MachineToken token) {
        Instant now = clock.instant();
        jdbi.useTransaction(transaction -> {
            if (store.revoke(transaction, token.id(), who.name(), now)) {
                audit.write(
                        transaction,
                        token.team(),
                        now,
                        who.name(),
                        "TokenRevoked",
                        "Token " + token.name() + " (" + token.id() + ") of " + token.owner() + ".");
            }
        });
    }
}
