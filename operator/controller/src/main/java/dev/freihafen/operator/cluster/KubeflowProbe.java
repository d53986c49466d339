package dev.freihafen.operator.cluster;

import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import java.util.Optional;

/** Finds out whether the cluster has a Kubeflow Pipelines that runs can be given to. */
@FunctionalInterface
public interface KubeflowProbe {
    /**
     * Looks.
     *
     * @param told what a platform engineer says of it
     * @param before what was found the last time; it is kept while it does not answer
     */
    Finding look(Optional<KubeflowPipelines> told, Optional<KubeflowPipelines> before);

    /**
     * What was found.
     *
     * @param usable where runs can be given to, with its version; empty when there is none
     * @param remark a sentence with a space before it, why the one that is there cannot be used; else empty
     */
    record Finding(Optional<KubeflowPipelines> usable, String remark) {
        /** There is none. */
        public static final Finding NONE = new Finding(Optional.empty(), "");
    }
}
