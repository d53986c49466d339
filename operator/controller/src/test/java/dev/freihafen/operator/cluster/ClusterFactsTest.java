package dev.freihafen.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterFactsTest {
    @Test
    void theProviderIsReadFromTheNodesId() {
        assertThat(ClusterFacts.provider(List.of(node("azure:///subscriptions/1"))))
                .isEqualTo("azure");
        assertThat(ClusterFacts.provider(List.of(node("gce://project/zone/1")))).isEqualTo("gcp");
        assertThat(ClusterFacts.provider(List.of(node(null)))).isEqualTo("unknown");
        assertThat(ClusterFacts.provider(List.of())).isEqualTo("unknown");
    }

    @Test
    void theDefaultStorageClassIsFound() {
        var plain = new StorageClassBuilder()
                .withNewMetadata()
                .withName("plain")
                .endMetadata()
                .build();
        var marked = new StorageClassBuilder()
                .withNewMetadata()
                .withName("fast")
                .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                .endMetadata()
                .build();
        assertThat(ClusterFacts.storageClass(List.of(plain, marked))).contains("fast");
        assertThat(ClusterFacts.storageClass(List.of(plain))).isEmpty();
    }

    @Test
    void acceleratorsAreTheNodesExtendedResources() {
        Node node = new NodeBuilder(node(null))
                .withNewStatus()
                .withAllocatable(Map.of("cpu", new Quantity("1"), "nvidia.com/gpu", new Quantity("8")))
                .endStatus()
                .build();
        assertThat(ClusterFacts.accelerators(List.of(node, node(null)))).containsExactly("nvidia.com/gpu");
    }

    private static Node node(String providerId) {
        return new NodeBuilder()
                .withNewSpec()
                .withProviderID(providerId)
                .endSpec()
                .build();
    }
}
