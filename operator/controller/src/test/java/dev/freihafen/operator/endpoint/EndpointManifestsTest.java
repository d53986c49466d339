package dev.freihafen.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointManifestsTest {
    private static final HardwareClassSpec LARGER =
            new HardwareClassSpec("Larger", new ComputeResources("4", "8Gi"), null, null, null, null, null);

    static List<Golden> cases() {
        return Golden.cases("endpoint");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anEndpointBecomesTheseObjects(Golden golden) {
        golden.matches(desired(
                golden.in(ModelEndpoint.class), golden.in(HardwareClass.class).getSpec()));
    }

    @Test
    void aChangedClassDoesNotTouchAnEndpointThatRuns() {
        Golden golden = cases().getFirst();
        ModelEndpoint endpoint = golden.in(ModelEndpoint.class);
        HardwareClassSpec before = golden.in(HardwareClass.class).getSpec();
        assertThat(StartedHardware.of(deployment(endpoint, before), endpoint, LARGER))
                .isEqualTo(before);
    }

    @Test
    void aChangedEndpointTakesTheClassAsItIsNow() {
        Golden golden = cases().getFirst();
        ModelEndpoint endpoint = golden.in(ModelEndpoint.class);
        Optional<Deployment> before =
                deployment(endpoint, golden.in(HardwareClass.class).getSpec());
        endpoint.getMetadata().setGeneration(2L);
        assertThat(StartedHardware.of(before, endpoint, LARGER)).isEqualTo(LARGER);
    }

    private static Optional<Deployment> deployment(ModelEndpoint endpoint, HardwareClassSpec hardware) {
        return desired(endpoint, hardware).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst();
    }

    private static List<HasMetadata> desired(ModelEndpoint endpoint, HardwareClassSpec hardware) {
        return EndpointManifests.desired(endpoint, "fraud", hardware, "localhost/freihafen/mlserver:0.1.0");
    }
}
