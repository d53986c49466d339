package dev.freihafen.operator.workspace;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;

/**
 * What the SDK of Kubeflow Pipelines looks for in a pod when it is told nothing: the files of a cluster's account, a token,
 * and the name of its own server. The token is good for the platform API only, so that nothing of the cluster opens to it;
 * the kubelet renews it before it ends. Pure.
 */
final class KfpAccess {
    /** Name of the volume. */
    static final String VOLUME = "kfp-access";
    /** Where Kubernetes clients look for their account. */
    static final String FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
    /** Where the SDK is told to read its token. */
    static final String TOKEN_PATH_VARIABLE = "KF_PIPELINES_SA_TOKEN_PATH";
    /** Host that the SDK asks for. */
    static final String HOST = "ml-pipeline.kubeflow.svc.cluster.local";
    /** Port that the SDK asks for. */
    static final int PORT = 8888;

    private static final String AUDIENCE = "freihafen";
    private static final long TOKEN_SECONDS = 3_600;

    private KfpAccess() {}

    static Volume volume() {
        return new VolumeBuilder()
                .withName(VOLUME)
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken()
                .withAudience(AUDIENCE)
                .withExpirationSeconds(TOKEN_SECONDS)
                .withPath("token")
                .endServiceAccountToken()
                .endSource()
                .addNewSource()
                .withNewConfigMap()
                .withName("kube-root-ca.crt")
                .addNewItem()
                .withKey("ca.crt")
                .withPath("ca.crt")
                .endItem()
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("namespace")
                .withNewFieldRef()
                .withFieldPath("metadata.namespace")
                .endFieldRef()
                .endItem()
                .endDownwardAPI()
                .endSource()
                .endProjected()
                .build();
    }
}
