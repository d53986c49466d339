package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.Team;

/**
 * Which team: a name is used again when a team is made again, a uid never is.
 *
 * @param name DNS label
 * @param uid of the Team in its cluster
 */
public record TeamKey(String name, String uid) {
    /** The key of a team that is there. */
    public static TeamKey of(Team team) {
        return new TeamKey(team.getMetadata().getName(), team.getMetadata().getUid());
    }
}
