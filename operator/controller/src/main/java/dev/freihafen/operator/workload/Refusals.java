package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Optional;

/** The cluster's controllers say in events why they could not make a pod. */
public final class Refusals {
    private Refusals() {}

    /** The latest message of that kind about the object; empty when there is none. */
    public static Optional<String> latest(KubernetesClient client, String namespace, String kind, String name) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.kind", kind)
                .withField("involvedObject.name", name)
                .withField("reason", "FailedCreate")
                .list()
                .getItems()
                .stream()
                .max(Comparator.comparing(Event::getLastTimestamp, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(Event::getMessage);
    }
}
