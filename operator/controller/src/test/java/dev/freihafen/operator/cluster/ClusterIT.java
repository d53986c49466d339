package dev.freihafen.operator.cluster;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileSpec;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.kfp.Caller;
import dev.freihafen.kfp.KfpStandIn;
import dev.freihafen.kfp.MemoryWorkflows;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.time.Clock;
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
    void theProfileSaysWhatTheClusterIs() throws IOException {
        KfpStandIn kfp = new KfpStandIn(
                new KfpStandIn.Settings(true, "2.17.0"), new MemoryWorkflows(), Caller.ANYBODY, Clock.systemUTC());
        ClusterProfile profile = new ClusterProfile();
        profile.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
        profile.setSpec(new ClusterProfileSpec(
                null, "fast", null, new KubeflowPipelines(kfp.uri().toString(), null)));
        OPERATOR.admin().resource(profile).create();
        ClusterProfileStatus status =
                eventually(() -> OPERATOR.admin().resource(profile).get().getStatus(), found -> found != null);
        assertThat(status.provider()).isEqualTo("aws");
        assertThat(status.kubernetesVersion()).isEqualTo("v1.36.3");
        assertThat(status.storageClass()).isEqualTo("fast");
        assertThat(status.conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getStatus()).isEqualTo("True"));
        assertThat(status.engines()).containsExactly("builtin", "deployment", "kfp@2.17.0");
        assertThat(status.kfp()).isEqualTo(new KubeflowPipelines(kfp.uri().toString(), "2.17.0"));
        kfp.close();
        OPERATOR.edit(
                profile,
                found -> found.setSpec(new ClusterProfileSpec(
                        "aws", "fast", null, found.getSpec().kfp())));
        ClusterProfileStatus away = eventually(
                () -> OPERATOR.admin().resource(profile).get().getStatus(), found -> found.observedGeneration() == 2);
        assertThat(away.kfp()).as("kept while it does not answer").isEqualTo(status.kfp());
        assertThat(away.conditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getMessage()).contains("is away"));
        OPERATOR.edit(profile, found -> found.setSpec(new ClusterProfileSpec("aws", "fast", null, null)));
        assertThat(eventually(
                                () -> OPERATOR.admin().resource(profile).get().getStatus(),
                                found -> found.observedGeneration() == 3)
                        .kfp())
                .isNull();
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
