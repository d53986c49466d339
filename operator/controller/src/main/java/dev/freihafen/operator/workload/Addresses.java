package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Where a workload is reached inside the cluster. */
public final class Addresses {
    private Addresses() {}

    /** {@code <cluster IP>:<port>} of the Service; empty when there is no such Service. */
    public static Optional<String> of(KubernetesClient client, String namespace, String service, int port) {
        Service found =
                client.services().inNamespace(namespace).withName(service).get();
        return Optional.ofNullable(found).map(one -> one.getSpec().getClusterIP() + ":" + port);
    }
}
