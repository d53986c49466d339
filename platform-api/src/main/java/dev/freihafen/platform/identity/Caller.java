package dev.freihafen.platform.identity;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the verified access token says; request headers have no part in it.
 *
 * @param subject the token's {@code sub}, never reused
 * @param name account name, the owner of what the caller creates
 * @param groups groups of the identity provider
 * @param platformRoles roles that are not bound to a team
 * @param cluster the cluster whose operator calls; absent for everybody else
 * @param bounds of a token that stands for less than its owner; absent for people who have logged in
 */
public record Caller(
        String subject,
        String name,
        Set<String> groups,
        Set<PlatformRole> platformRoles,
        @Nullable String cluster,
        @Nullable Bounds bounds) {
    public Caller {
        groups = Set.copyOf(groups);
        platformRoles = Set.copyOf(platformRoles);
        if (subject.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("a caller needs a subject and a name");
        }
    }

    /** Somebody who has logged in, or an operator. */
    public Caller(
            String subject,
            String name,
            Set<String> groups,
            Set<PlatformRole> platformRoles,
            @Nullable String cluster) {
        this(subject, name, groups, platformRoles, cluster, null);
    }

    /** Whether the caller has to keep to one team. */
    public boolean isBound() {
        return bounds != null;
    }

    /** The cluster whose operator calls, if an operator calls. */
    public Optional<String> operatorCluster() {
        return Optional.ofNullable(cluster);
    }
}
