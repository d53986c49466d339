package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster is and can do, as found out.
 *
 * @param provider cloud or vendor, {@code unknown} when nothing tells
 * @param kubernetesVersion version of the API server, such as {@code v1.36.3}
 * @param storageClass StorageClass of volumes that one node mounts
 * @param sharedStorageClass StorageClass of volumes that many nodes mount, absent when there is none
 * @param acceleratorResources accelerator resource names that nodes offer, sorted
 * @param engines engines found, as {@code name@version}, sorted
 * @param kfp Kubeflow Pipelines that runs are given to, absent when there is none, or none that can be used
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterProfileStatus(
        @Nullable String provider,
        @Nullable String kubernetesVersion,
        @Nullable String storageClass,
        @Nullable String sharedStorageClass,
        List<String> acceleratorResources,
        List<String> engines,
        @Nullable KubeflowPipelines kfp,
        @Nullable Long observedGeneration,
        List<Condition> conditions) {
    public ClusterProfileStatus {
        acceleratorResources = acceleratorResources == null ? List.of() : List.copyOf(acceleratorResources);
        engines = engines == null ? List.of() : List.copyOf(engines);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
