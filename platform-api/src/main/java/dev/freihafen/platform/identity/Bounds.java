package dev.freihafen.platform.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of a caller who comes with a token for one team.
 *
 * @param team the only team it knows
 * @param scopes what it may be used for, at most
 * @param role the role it has in the team; null where the roles of its owner's groups hold
 */
public record Bounds(
        TeamKey team, Set<Scope> scopes, @Nullable Role role) {
    public Bounds {
        scopes = Set.copyOf(scopes);
    }

    /** Whether a scope names the operation. */
    public boolean allow(Operation operation) {
        return scopes.stream().anyMatch(scope -> scope.operations().contains(operation));
    }
}
