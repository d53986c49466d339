package dev.freihafen.platform.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.platform.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as REST shows it.
 *
 * @param owner account whose rights it has, at most
 * @param state whether it is taken now, and if not, why
 * @param message one sentence for people
 * @param lastUsedAt to the minute
 * @param token what its bearer sends; only in the answer that makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenView(
        UUID id,
        String team,
        String name,
        String owner,
        List<Scope> scopes,
        TokenCheck.State state,
        String message,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String token) {
    static TokenView of(MachineToken token, TokenCheck.Verdict verdict, @Nullable String secret) {
        return new TokenView(
                token.id(),
                token.team().name(),
                token.name(),
                token.owner(),
                token.scopes().stream().sorted().toList(),
                verdict.state(),
                verdict.message(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                secret);
    }
}
