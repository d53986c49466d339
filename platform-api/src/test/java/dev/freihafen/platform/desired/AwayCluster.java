package dev.freihafen.platform.desired;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A cluster that cannot be reached. */
public final class AwayCluster {
    private AwayCluster() {}

    /** Desired state on a port where nobody listens. */
    public static DesiredState desiredState() {
        return new KubernetesDesiredState(new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("https://127.0.0.1:1")
                        .withConnectionTimeout(500)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build());
    }
}
