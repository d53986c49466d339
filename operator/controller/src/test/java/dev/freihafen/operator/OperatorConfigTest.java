package dev.freihafen.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {
    @Test
    void theDefaultsFitALocalPlatform() {
        OperatorConfig config = config(Map.of("freihafen.workspace-key", "a key"));
        assertThat(config.cluster()).isEqualTo("local");
        assertThat(config.namespace()).isEqualTo("freihafen-system");
        assertThat(config.apiUrl()).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(config.feedEnabled()).isTrue();
        assertThat(config.image("ml")).isEqualTo("localhost/freihafen/ml:0.1.0");
        assertThat(config.groupPrefix()).isEmpty();
        assertThat(config.artifactStore()).isEmpty();
        assertThat(config.artifactBucket()).isEqualTo("freihafen");
        assertThat(config.artifactRegion()).isEqualTo("us-east-1");
        assertThat(config.artifactCidrs()).isEmpty();
        assertThat(config.modelStorage()).isEqualTo("2Gi");
        assertThat(config.maxQueueAge()).isEqualTo(Duration.ofDays(1));
        assertThat(config.volumeRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.proxyCidrs()).isEmpty();
        assertThat(config.kfpAddress()).isEmpty();
        assertThat(config.leaseDuration()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void anOperatorWithoutAWorkspaceKeyDoesNotStart() {
        assertThatThrownBy(() -> config(Map.of())).hasMessageContaining("freihafen.workspace-key");
    }

    private static OperatorConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(OperatorConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(OperatorConfig.class);
    }
}
