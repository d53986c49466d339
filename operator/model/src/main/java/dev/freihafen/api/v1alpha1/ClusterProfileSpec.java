package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a platform engineer knows better than the look at the cluster. Absent fields are found out.
 *
 * @param provider cloud or vendor, such as {@code azure}
 * @param storageClass StorageClass of volumes that one node mounts
 * @param sharedStorageClass StorageClass of volumes that many nodes mount
 * @param kfp Kubeflow Pipelines, where it is not the Service {@code ml-pipeline} of the namespace {@code kubeflow}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterProfileSpec(
        @Nullable @Size(max = 63) String provider,
        @Nullable @Size(max = 253) String storageClass,
        @Nullable @Size(max = 253) String sharedStorageClass,
        @Nullable KubeflowPipelines kfp) {}
