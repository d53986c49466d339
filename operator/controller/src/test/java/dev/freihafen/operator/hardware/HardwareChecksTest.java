package dev.freihafen.operator.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardwareChecksTest {
    private static final Node NODE = new NodeBuilder()
            .withNewMetadata()
            .withName("one")
            .addToLabels("zone", "a")
            .endMetadata()
            .withNewStatus()
            .withAllocatable(Map.of("cpu", new Quantity("2"), "memory", new Quantity("16Gi")))
            .endStatus()
            .build();

    @Test
    void aClassThatANodeCanTakeIsAvailable() {
        assertThat(HardwareChecks.check(hardware("2000m", null, Map.of("zone", "a")), List.of(NODE))
                        .code())
                .isEqualTo("Available");
    }

    @Test
    void theResourceThatNoNodeHasEnoughOfIsNamed() {
        assertThat(HardwareChecks.check(hardware("2001m", null, null), List.of(NODE))
                        .message())
                .isEqualTo("No node offers enough cpu for it: make the class smaller, or add a larger node.");
        Accelerator accelerator = new Accelerator("nvidia.com/gpu", 1, "H100", null);
        assertThat(HardwareChecks.check(hardware("1", accelerator, null), List.of(NODE))
                        .message())
                .startsWith("No node offers enough nvidia.com/gpu");
    }

    @Test
    void theLabelsThatNoNodeHasAreNamed() {
        assertThat(HardwareChecks.check(hardware("1", null, Map.of("zone", "b")), List.of(NODE))
                        .message())
                .isEqualTo("No node has the labels {zone=b}: label a node so, or wait until the cluster adds one.");
    }

    private static HardwareClassSpec hardware(String cpu, Accelerator accelerator, Map<String, String> selector) {
        return new HardwareClassSpec(
                "A class", new ComputeResources(cpu, "1Gi"), null, accelerator, selector, null, null);
    }
}
