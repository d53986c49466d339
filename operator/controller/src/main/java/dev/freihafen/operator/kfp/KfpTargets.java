package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.operator.apply.ManifestApplier;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The Kubeflow Pipelines that the ClusterProfile names; looked up again after half a minute. */
final class KfpTargets {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final TeamAccess access;
    private final Clock clock;
    private final KfpClient http = new KfpClient();
    private final Map<String, KfpServer> servers = new ConcurrentHashMap<>();
    private @Nullable KubeflowPipelines known;
    private Instant lookAgain = Instant.MIN;

    KfpTargets(KubernetesClient client, ManifestApplier applier, Clock clock) {
        this.client = client;
        this.access = new TeamAccess(client, applier, clock);
        this.clock = clock;
    }

    /** The one of this cluster; empty where the ClusterProfile has none. */
    synchronized Optional<KfpServer> server() {
        Instant now = clock.instant();
        if (!now.isBefore(lookAgain)) {
            ClusterProfile profile =
                    client.resources(ClusterProfile.class).withName("cluster").get();
            known = profile == null || profile.getStatus() == null
                    ? null
                    : profile.getStatus().kfp();
            lookAgain = now.plus(FRESH);
        }
        return Optional.ofNullable(known)
                .map(found -> servers.computeIfAbsent(found.url(), url -> new KfpServer(url, http, access, clock)));
    }
}
