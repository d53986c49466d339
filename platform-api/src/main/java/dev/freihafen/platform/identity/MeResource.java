package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.Team;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells callers what the platform knows of them. */
@Path("/api/v1/me")
@Tag(name = "Identity")
final class MeResource {
    private static final Set<Role> TEAM_ROLES = EnumSet.of(Role.Viewer, Role.Editor, Role.Admin);
    private final CurrentCaller caller;
    private final TeamDirectory teams;

    MeResource(CurrentCaller caller, TeamDirectory teams) {
        this.caller = caller;
        this.teams = teams;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who you are and what you may do")
    public Me me() {
        Caller me = caller.get();
        List<Membership> memberships = teams.all().stream()
                .flatMap(team -> strongest(me, team).stream())
                .toList();
        return new Me(
                me.subject(),
                me.name(),
                me.groups().stream().sorted().toList(),
                me.platformRoles().stream().sorted().toList(),
                memberships);
    }

    private static List<Membership> strongest(Caller me, Team team) {
        return Access.rolesIn(me, team).stream()
                .filter(TEAM_ROLES::contains)
                .max(Comparator.naturalOrder())
                .map(role -> new Membership(team.getMetadata().getName(), role))
                .stream()
                .toList();
    }

    /**
     * What the platform knows of a caller.
     *
     * @param subject the token's {@code sub}
     * @param name account name
     * @param groups groups of the identity provider
     * @param platformRoles roles that are not bound to a team
     * @param teams teams and the strongest role in each
     */
    record Me(
            String subject,
            String name,
            List<String> groups,
            List<PlatformRole> platformRoles,
            List<Membership> teams) {}

    /** A role in a team. */
    record Membership(String team, Role role) {}
}
