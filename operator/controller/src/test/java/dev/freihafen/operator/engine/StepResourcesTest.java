package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.ir.PipelineSpec.AcceleratorConfig;
import dev.freihafen.ir.PipelineSpec.ContainerSpec;
import dev.freihafen.ir.PipelineSpec.ResourceSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepResourcesTest {
    private static final Map<String, Quantity> ONE = Map.of("nvidia.com/gpu", new Quantity("1"));

    @Test
    void anAcceleratorWithoutANumberIsOne() {
        ResourceRequirements reserved = reserved(new AcceleratorConfig("nvidia.com/gpu", null, null, null));
        assertThat(reserved.getRequests()).isEqualTo(ONE);
        assertThat(reserved.getLimits()).isEqualTo(ONE);
    }

    @Test
    void theTextOfAnAcceleratorWinsOverItsNumber() {
        ResourceRequirements reserved = reserved(new AcceleratorConfig("old", 7L, "nvidia.com/gpu", "1"));
        assertThat(reserved.getLimits()).isEqualTo(ONE);
    }

    private static ResourceRequirements reserved(AcceleratorConfig accelerator) {
        var asked = new ResourceSpec(null, null, null, null, null, null, null, null, accelerator);
        return StepResources.of(
                new ContainerSpec("image", List.of(), List.of(), null, asked, List.of()), Map.of(), Optional.empty());
    }
}
