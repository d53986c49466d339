package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The decision function: pure, the only reader of the access table. */
public final class Access {
    private Access() {}

    /**
     * Decides about an operation that is bound to a team.
     *
     * @param team the team; null when there is none of that name
     */
    public static Decision decide(Caller caller, Operation operation, @Nullable Team team) {
        if (operation.reach() != Operation.Reach.Team || team == null) {
            return Decision.Hidden;
        }
        Set<Role> roles = rolesIn(caller, team);
        return switch (within(caller, operation, widest(operation, roles))) {
            case Any -> Decision.Allowed;
            case Own -> Decision.AllowedOnOwn;
            case None ->
                widest(Operation.ReadWork, roles) == Grant.None && widest(Operation.ReadCosts, roles) == Grant.None
                        ? Decision.Hidden
                        : Decision.Denied;
        };
    }

    /**
     * Decides about an operation of the platform as a whole.
     *
     * @param teams all teams; a role in any of them counts
     */
    public static Decision decide(Caller caller, Operation operation, Collection<Team> teams) {
        if (operation.reach() != Operation.Reach.Platform) {
            return Decision.Denied;
        }
        Set<Role> roles = platformRoles(caller);
        teams.forEach(team -> roles.addAll(rolesIn(caller, team)));
        return within(caller, operation, widest(operation, roles)) == Grant.Any ? Decision.Allowed : Decision.Denied;
    }

    /** The caller's roles towards a team: as its member and on the platform; none where the caller is bound to another. */
    public static Set<Role> rolesIn(Caller caller, Team team) {
        Bounds bounds = caller.bounds();
        if (bounds != null && !bounds.team().equals(TeamKey.of(team))) {
            return EnumSet.noneOf(Role.class);
        }
        if (bounds != null && bounds.role() != null) {
            return EnumSet.of(bounds.role());
        }
        Set<Role> roles = platformRoles(caller);
        for (Member member : team.getSpec().members()) {
            if (caller.groups().contains(member.group())) {
                roles.add(Role.of(member.role()));
            }
        }
        return roles;
    }

    private static Set<Role> platformRoles(Caller caller) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        caller.platformRoles().forEach(role -> roles.add(Role.of(role)));
        if (caller.operatorCluster().isPresent()) {
            roles.add(Role.Operator);
        }
        return roles;
    }

    private static Grant within(Caller caller, Operation operation, Grant grant) {
        Bounds bounds = caller.bounds();
        return bounds == null || bounds.allow(operation) ? grant : Grant.None;
    }

    private static Grant widest(Operation operation, Set<Role> roles) {
        Grant widest = Grant.None;
        for (Role role : roles) {
            Grant grant = operation.grantOf(role);
            widest = grant.compareTo(widest) > 0 ? grant : widest;
        }
        return widest;
    }
}
