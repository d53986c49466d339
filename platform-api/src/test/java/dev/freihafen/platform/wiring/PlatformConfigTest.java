package dev.freihafen.platform.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PlatformConfigTest {
    private final PlatformConfig config = new SmallRyeConfigBuilder()
            .withMapping(PlatformConfig.class)
            .build()
            .getConfigMapping(PlatformConfig.class);

    @Test
    void defaultsAreThoseOfALocalInstallation() {
        assertThat(config.cluster()).isEqualTo("local");
        assertThat(config.workspaceKey()).isEmpty();
        assertThat(config.oidc().issuer()).isEqualTo("https://localhost:8443/realms/freihafen");
        assertThat(config.webSecret()).isEmpty();
        assertThat(config.identity().audience()).isEqualTo("platform-api");
        assertThat(config.identity().clients()).containsExactly("freihafen-cli", "freihafen-web", "operator-local");
        assertThat(config.identity().operatorClients()).containsExactly("operator-local");
        assertThat(config.identity().platformAdminGroups()).containsExactly("freihafen-platform-admins");
        assertThat(config.identity().financeGroups()).containsExactly("freihafen-finance");
        assertThat(config.identity().auditorGroups()).containsExactly("freihafen-auditors");
    }

    @Test
    void defaultsOfMonths() {
        assertThat(config.months().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config.months().statementAge()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.months().issuer()).isEqualTo("Freihafen");
        assertThat(config.months().billingAccount()).isEqualTo("company");
    }

    @Test
    void defaultsOfRuns() {
        assertThat(config.runs().logRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.runs().followers()).isEqualTo(200);
    }

    @Test
    void defaultsOfTokensAndOfTheWayFromPods() {
        assertThat(config.tokens().longestLife()).isEqualTo(Duration.ofDays(90));
        assertThat(config.tokens().longestAbsence()).isEqualTo(Duration.ofDays(30));
        assertThat(config.tokens().podAudience()).isEqualTo("freihafen");
        assertThat(config.kfp().host()).isEqualTo("127.0.0.1");
        assertThat(config.kfp().port()).isEmpty();
    }

    @Test
    void defaultsOfTheWorkspaceOriginAndTheProxy() {
        assertThat(config.workspaces().host()).isEqualTo("127.0.0.1");
        assertThat(config.workspaces().port()).isEqualTo(8081);
        assertThat(config.workspaces().origin()).isEqualTo("http://localhost:8081");
        assertThat(config.workspaces().storage()).isEqualTo("10Gi");
        assertThat(config.proxy().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.proxy().idleTimeout()).isEqualTo(Duration.ofHours(1));
    }
}
