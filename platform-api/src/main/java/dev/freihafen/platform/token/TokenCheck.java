package dev.freihafen.platform.token;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Access;
import dev.freihafen.platform.identity.Bounds;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.PlatformGroups;
import dev.freihafen.platform.identity.PlatformRole;
import dev.freihafen.platform.identity.TeamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is good now, and whom it stands for. It never knows more than the identity provider last said of its
 * owner, whose groups meet the team as it is now; what was said too long ago counts no more. Pure.
 */
final class TokenCheck {
    private TokenCheck() {}

    /** What is to be said of a token. */
    enum State {
        /** It is taken. */
        Active,
        /** Its time is over. */
        Expired,
        /** Somebody took it back. */
        Revoked,
        /** Its owner has no role in the team any more, or the team is gone; it comes back with the role. */
        MembershipEnded,
        /** Its owner has not logged in for so long that nobody knows the groups; a login brings it back. */
        OwnerAbsent
    }

    /** The state, what to do next, and the caller where it is active. */
    record Verdict(State state, String message, @Nullable Caller caller) {}

    /**
     * Looks at a token.
     *
     * @param seen what the identity provider last said of its owner
     * @param team the team of that name now; null when there is none
     * @param longestAbsence how long what was said counts
     */
    static Verdict check(
            MachineToken token,
            SeenGroups seen,
            @Nullable Team team,
            PlatformGroups groups,
            Duration longestAbsence,
            Instant now) {
        if (token.revokedAt() != null) {
            return refused(State.Revoked, token, "was revoked at " + token.revokedAt() + " by " + token.revokedBy());
        }
        if (!now.isBefore(token.expiresAt())) {
            return refused(State.Expired, token, "expired at " + token.expiresAt());
        }
        if (!now.isBefore(seen.seenAt().plus(longestAbsence))) {
            return new Verdict(
                    State.OwnerAbsent,
                    "The token " + token.name() + " rests: " + token.owner() + " has not logged in since "
                            + seen.seenAt() + ". It is good again after the next login.",
                    null);
        }
        Caller caller = new Caller(
                token.subject(),
                token.owner(),
                seen.groups(),
                teamwide(groups.rolesOf(seen.groups())),
                null,
                new Bounds(token.team(), token.scopes(), null));
        if (team == null
                || !TeamKey.of(team).equals(token.team())
                || Access.rolesIn(caller, team).isEmpty()) {
            return new Verdict(
                    State.MembershipEnded,
                    "The token " + token.name() + " is not good any more: " + token.owner() + " has no role in team "
                            + token.team().name() + ".",
                    null);
        }
        return new Verdict(State.Active, "It is taken until " + token.expiresAt() + ".", caller);
    }

    /** Of the roles on the platform only an administrator's reaches into a team's work. */
    private static Set<PlatformRole> teamwide(Set<PlatformRole> roles) {
        return roles.contains(PlatformRole.PlatformAdmin) ? Set.of(PlatformRole.PlatformAdmin) : Set.of();
    }

    private static Verdict refused(State state, MachineToken token, String why) {
        return new Verdict(
                state, "The token " + token.name() + " " + why + "; make a new one at POST /api/v1/tokens.", null);
    }
}
