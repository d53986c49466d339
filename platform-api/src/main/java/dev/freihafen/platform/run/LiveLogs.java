package dev.freihafen.platform.run;

import dev.freihafen.platform.desired.DesiredState;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Logs of pods that are there, straight from the cluster. */
@Singleton
class LiveLogs {
    private static final Logger LOG = Logger.getLogger(LiveLogs.class);
    private static final int MOST_BYTES = 4 << 20;

    private final KubernetesClient client;

    LiveLogs(KubernetesClient client) {
        this.client = client;
    }

    /** The first 4 MiB of what a pod has said; empty when it is gone, has not begun or cannot be reached. */
    Optional<String> read(String team, String pod) {
        try {
            return Optional.ofNullable(client.pods()
                    .inNamespace(DesiredState.namespaceOf(team))
                    .withName(pod)
                    .limitBytes(MOST_BYTES)
                    .getLog());
        } catch (KubernetesClientException noLog) {
            LOG.debugf(noLog, "no log of pod %s of team %s", pod, team);
            return Optional.empty();
        }
    }
}
