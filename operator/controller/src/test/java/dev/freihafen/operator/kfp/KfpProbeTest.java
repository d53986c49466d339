package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KfpProbeTest {
    @Test
    void version217WithSeveralUsersIsUsed() {
        assertThat(KfpProbe.judge("http://kfp:8888", Optional.of("2.17.0"), true)
                        .usable())
                .contains(new KubeflowPipelines("http://kfp:8888", "2.17.0"));
    }

    @Test
    void anOlderOneIsNot() {
        assertThat(KfpProbe.judge("http://kfp:8888", Optional.of("2.16.9"), true)
                        .remark())
                .contains("2.17.0 or later");
        assertThat(KfpProbe.isRecent("3.0.0")).isTrue();
        assertThat(KfpProbe.isRecent("1.99.0")).isFalse();
    }

    @Test
    void oneForASingleUserIsNotSinceAllTeamsWouldShareANamespace() {
        assertThat(KfpProbe.judge("http://kfp:8888", Optional.of("2.17.0"), false)
                        .remark())
                .contains("MULTIUSER=true");
    }

    @Test
    void oneThatDoesNotTellItsVersionIsAskedFor() {
        assertThat(KfpProbe.judge("http://kfp:8888", Optional.empty(), true).remark())
                .contains("spec.kfp.version");
    }
}
