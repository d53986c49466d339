package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.Scope;
import dev.freihafen.platform.identity.TeamKey;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is remembered; what its bearer sends is kept nowhere.
 *
 * @param team the only team it is good for
 * @param name for people
 * @param subject of who made it
 * @param owner account name of who made it
 * @param lastUsedAt to the minute; absent before the first use
 * @param revokedBy account name
 */
record MachineToken(
        UUID id,
        TeamKey team,
        String name,
        String subject,
        String owner,
        Set<Scope> scopes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {
    MachineToken {
        scopes = Set.copyOf(scopes);
    }
}
