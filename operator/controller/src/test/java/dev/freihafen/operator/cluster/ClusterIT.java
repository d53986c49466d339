package dev.freihafen.operator.cluster;

import static dev.freihafen.operator.RunningOperator.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileSpec;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    @BeforeAll
    static void makeANode() {
        var node = OPERATOR.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("one")
                        .endMetadata()
                        .withNewSpec()
                        .withProviderID("aws:///eu-central-1a/i-1")
                        .endSpec()
                        .build())
                .create();
        OPERATOR.editStatus(node, found -> {
            found.getStatus().setAllocatable(Map.of("cpu", new Quantity("8"), "memory", new Quantity("32Gi")));
        });
    }

    @Test
    void theProfileSaysWhatTheClusterIs() {
        ClusterProfile profile = new ClusterProfile();
        profile.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
        profile.setSpec(new ClusterProfileSpec(null, "fast", null, null));
        OPERATOR.admin().resource(profile).create();
        ClusterProfileStatus status =
                eventually(() -> OPERATOR.admin().resource(profile).get().getStatus(), found -> found != null);
        assertThat(status.provider()).isEqualTo("aws");
        assertThat(status.kubernetesVersion()).isEqualTo("v1.36.3");
        assertThat(status.storageClass()).isEqualTo("fast");
        assertThat(status.conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getStatus()).isEqualTo("True"));
    }

    @Test
    void aClassSaysWhetherTheClusterHasSuchHardware() {
        HardwareClass hardware = OPERATOR.hardwareClass("profile-small");
        HardwareClass found =
                eventually(() -> OPERATOR.admin().resource(hardware).get(), one -> one.getStatus() != null);
        assertThat(found.getStatus().conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getMessage()).isEqualTo("The cluster has nodes for it."));
    }
}
