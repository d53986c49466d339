package dev.freihafen.platform.identity;

import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which groups of the identity provider give roles on the platform. */
@Singleton
public final class PlatformGroups {
    private final Map<PlatformRole, List<String>> groups;

    public PlatformGroups(PlatformConfig config) {
        PlatformConfig.Identity identity = config.identity();
        this.groups = Map.of(
                PlatformRole.PlatformAdmin, identity.platformAdminGroups(),
                PlatformRole.Finance, identity.financeGroups(),
                PlatformRole.Auditor, identity.auditorGroups());
    }

    /** The roles of somebody in those groups. */
    public Set<PlatformRole> rolesOf(Set<String> memberOf) {
        Set<PlatformRole> roles = EnumSet.noneOf(PlatformRole.class);
        groups.forEach((role, named) -> {
            if (named.stream().anyMatch(memberOf::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }
}
