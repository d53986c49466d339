package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class StepMakerTest {
    @Test
    void aPodThatIsThereAlreadyIsAsGoodAsMade() {
        assertThat(StepMaker.isThere(conflict("AlreadyExists"))).isTrue();
    }

    /** The API server answers so where many pods are made at once and each changes the quota's use. */
    @Test
    void aConflictOverTheQuotaIsNoPod() {
        assertThat(StepMaker.isThere(conflict("Conflict"))).isFalse();
    }

    private static KubernetesClientException conflict(String reason) {
        return new KubernetesClientException(
                "refused",
                409,
                new StatusBuilder().withCode(409).withReason(reason).build());
    }
}
