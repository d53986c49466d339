package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.BearerAuthority;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.PlatformGroups;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Judges tokens that begin with {@code fh_}. */
@Singleton
final class MachineTokens implements BearerAuthority {
    private final TokenStore store;
    private final TeamDirectory teams;
    private final PlatformGroups groups;
    private final Duration longestAbsence;
    private final Clock clock;

    MachineTokens(TokenStore store, TeamDirectory teams, PlatformGroups groups, PlatformConfig config, Clock clock) {
        this.store = store;
        this.teams = teams;
        this.groups = groups;
        this.longestAbsence = config.tokens().longestAbsence();
        this.clock = clock;
    }

    @Override
    public boolean judges(String token) {
        return Secret.looksLike(token);
    }

    @Override
    public Caller authenticate(String token) {
        TokenStore.Known known = store.find(Secret.hash(token))
                .orElseThrow(() -> new AuthenticationFailedException(
                        "This token is not known here; make one at POST /api/v1/tokens."));
        Instant now = clock.instant();
        TokenCheck.Verdict verdict = check(known, now);
        if (verdict.caller() == null) {
            throw new AuthenticationFailedException(verdict.message());
        }
        store.used(known.token().id(), now);
        return verdict.caller();
    }

    /** What is to be said of a token now. */
    TokenCheck.Verdict check(TokenStore.Known known, Instant now) {
        return TokenCheck.check(
                known.token(),
                known.seen(),
                teams.find(known.token().team().name()).orElse(null),
                groups,
                longestAbsence,
                now);
    }
}
