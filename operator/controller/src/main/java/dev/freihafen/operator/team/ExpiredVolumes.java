package dev.freihafen.operator.team;

import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Volumes whose time to be kept has passed. */
final class ExpiredVolumes {
    private ExpiredVolumes() {}

    static void delete(KubernetesClient client, String namespace, Instant now) {
        client
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.FREIHAFEN)
                .list()
                .getItems()
                .stream()
                .filter(claim -> isExpired(claim.getMetadata().getAnnotations(), now))
                .forEach(claim -> client.resource(claim).delete());
    }

    static boolean isExpired(@Nullable Map<String, String> annotations, Instant now) {
        String expiry = annotations == null ? null : annotations.get(Labels.EXPIRES_AT);
        return expiry != null && !Instant.parse(expiry).isAfter(now);
    }
}
