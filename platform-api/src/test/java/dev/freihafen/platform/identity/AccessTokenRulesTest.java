package dev.freihafen.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.wiring.PlatformConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessTokenRulesTest {
    private static final AccessTokenRules RULES = new AccessTokenRules(new SmallRyeConfigBuilder()
            .withMapping(PlatformConfig.class)
            .build()
            .getConfigMapping(PlatformConfig.class));

    @Test
    void groupsAndPlatformRolesComeFromTheToken() {
        Caller caller = accepted(good("groups", List.of("fraud-editors", "freihafen-finance")));
        assertThat(caller.name()).isEqualTo("scientist");
        assertThat(caller.subject()).isEqualTo("sub-1");
        assertThat(caller.groups()).containsExactlyInAnyOrder("fraud-editors", "freihafen-finance");
        assertThat(caller.platformRoles()).containsExactly(PlatformRole.Finance);
    }

    @Test
    void theClusterIsReadFromOperatorsTokensOnly() {
        assertThat(accepted(good("freihafen_cluster", "local")).operatorCluster())
                .isEmpty();
        assertThat(accepted(good("azp", "operator-local", "freihafen_cluster", "local"))
                        .operatorCluster())
                .contains("local");
    }

    @Test
    void anAudienceAmongOthersIsEnough() {
        assertThat(accepted(good("aud", List.of("account", "platform-api"))).name())
                .isEqualTo("scientist");
    }

    @Test
    void withoutAnAccountNameTheSubjectIsTheName() {
        Map<String, Object> claims = good();
        claims.remove("preferred_username");
        assertThat(accepted(claims).name()).isEqualTo("sub-1");
    }

    @Test
    void tokensThatAreNotForUsAreRefused() {
        assertThat(RULES.read(good("aud", "account"))).isInstanceOf(AccessTokenRules.Refused.class);
        assertThat(RULES.read(good("azp", "grafana"))).isInstanceOf(AccessTokenRules.Refused.class);
        assertThat(RULES.read(good("typ", "ID"))).isInstanceOf(AccessTokenRules.Refused.class);
        assertThat(RULES.read(good("sub", ""))).isInstanceOf(AccessTokenRules.Refused.class);
        assertThat(RULES.read(Map.of())).isInstanceOf(AccessTokenRules.Refused.class);
    }

    private static Caller accepted(Map<String, Object> claims) {
        assertThat(RULES.read(claims)).isInstanceOf(AccessTokenRules.Accepted.class);
        return ((AccessTokenRules.Accepted) RULES.read(claims)).caller();
    }

    private static Map<String, Object> good(Object... changes) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "typ", "Bearer",
                "aud", "platform-api",
                "azp", "freihafen-cli",
                "sub", "sub-1",
                "preferred_username", "scientist"));
        for (int i = 0; i < changes.length; i += 2) {
            claims.put((String) changes[i], changes[i + 1]);
        }
        return claims;
    }
}
