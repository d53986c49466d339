package dev.freihafen.platform.token;

import java.time.Instant;
import java.util.Set;

/**
 * What the identity provider last said of somebody.
 *
 * @param seenAt when it said so, the issue of the newest token that was seen
 */
record SeenGroups(Set<String> groups, Instant seenAt) {
    SeenGroups {
        groups = Set.copyOf(groups);
    }
}
