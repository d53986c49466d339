package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import org.jboss.logging.Logger;

/** Lets a deleted pod go once its end is in the ledger: takes our finalizer away, and only then. */
final class PodRelease {
    /** Keeps a step's pod until its end was acknowledged. */
    static final String FINALIZER = "freihafen.dev/meter";

    private static final Logger LOG = Logger.getLogger(PodRelease.class);

    private final KubernetesClient client;
    private final Outbox outbox;

    PodRelease(KubernetesClient client, Outbox outbox) {
        this.client = client;
        this.outbox = outbox;
    }

    /** Whether the pod is deleted and only our finalizer may hold it. */
    static boolean waits(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                && pod.getMetadata().getFinalizers().contains(FINALIZER);
    }

    /** Lets the pod go when each of its rows has an end and was acknowledged; a pod without rows never held anything. */
    void consider(Pod pod, List<? extends FeedRow> rows) {
        if (waits(pod) && rows.stream().allMatch(this::isSettled)) {
            release(pod);
        }
    }

    private boolean isSettled(FeedRow row) {
        return row instanceof FeedRow.Usage usage && usage.end() != null && outbox.isAcknowledged(row.id());
    }

    /** The patch names the version that was seen, so neither a newer state nor another pod of the same name is touched. */
    private void release(Pod pod) {
        try {
            client.resource(pod).edit(current -> {
                current.getMetadata().getFinalizers().remove(FINALIZER);
                return current;
            });
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.debugf(
                        "pod %s was written meanwhile; it is released later",
                        pod.getMetadata().getName());
            } else if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.warnf("pod %s is kept: %s", pod.getMetadata().getName(), refused.getMessage());
            }
        }
    }
}
