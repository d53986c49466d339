package dev.freihafen.operator.cluster;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileSpec;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.operator.UntilItSucceeds;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Statuses;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what the cluster is and can do, again every ten minutes. */
@Singleton
@ControllerConfiguration(name = "cluster-profile", retry = UntilItSucceeds.class)
public class ClusterProfileReconciler implements Reconciler<ClusterProfile> {
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final KubeflowProbe kubeflow;
    private final Clock clock;

    public ClusterProfileReconciler(KubernetesClient client, KubeflowProbe kubeflow, Clock clock) {
        this.client = client;
        this.kubeflow = kubeflow;
        this.clock = clock;
    }

    @Override
    public UpdateControl<ClusterProfile> reconcile(ClusterProfile profile, Context<ClusterProfile> context) {
        ClusterProfileSpec overrides =
                Objects.requireNonNullElse(profile.getSpec(), new ClusterProfileSpec(null, null, null, null));
        List<Node> nodes = client.nodes().list().getItems();
        String found = ClusterFacts.storageClass(
                        client.storage().v1().storageClasses().list().getItems())
                .orElse(null);
        String storageClass = first(overrides.storageClass(), found);
        ClusterProfileStatus before = profile.getStatus();
        KubeflowProbe.Finding kfp = kubeflow.look(
                Optional.ofNullable(overrides.kfp()), Optional.ofNullable(before == null ? null : before.kfp()));
        Reason reason = storageClass == null
                ? new Reason(
                        "NoStorageClass",
                        "No default StorageClass: mark one as default, or name one in spec.storageClass.")
                : new Reason("Found", "The cluster can run workspaces, runs and endpoints." + kfp.remark());
        Long generation = profile.getMetadata().getGeneration();
        ClusterProfileStatus now = new ClusterProfileStatus(
                first(overrides.provider(), ClusterFacts.provider(nodes)),
                client.getKubernetesVersion().getGitVersion(),
                storageClass,
                overrides.sharedStorageClass(),
                ClusterFacts.accelerators(nodes),
                engines(kfp.usable()),
                kfp.usable().orElse(null),
                generation,
                Conditions.ready(
                        storageClass != null,
                        reason,
                        generation,
                        before == null ? List.of() : before.conditions(),
                        clock.instant()));
        Statuses.write(profile, now, context);
        return UpdateControl.<ClusterProfile>noUpdate().rescheduleAfter(AGAIN);
    }

    private static List<String> engines(Optional<KubeflowPipelines> kfp) {
        return kfp.map(found -> List.of("builtin", "deployment", "kfp@" + found.version()))
                .orElse(List.of("builtin", "deployment"));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
