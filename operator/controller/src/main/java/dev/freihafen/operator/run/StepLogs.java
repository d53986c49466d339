package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the log of each step's pod once it has ended. What was sent is remembered until the pod goes; a restart sends it again. */
final class StepLogs {
    private static final Logger LOG = Logger.getLogger(StepLogs.class);

    /** A node that does not answer must not hold up the run, nor is it asked twice. */
    private static final int LONGEST_MILLIS = 5_000;

    private final KubernetesClient client;
    private final Outbox outbox;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** What was sent of a pod: of which run it is, the rows' ids, and what the log tells of the step's outputs. */
    private record Sent(
            String run, List<String> rows, @Nullable String outputs) {}

    StepLogs(KubernetesClient client, Outbox outbox) {
        RequestConfig once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(LONGEST_MILLIS)
                .build();
        this.client = client.newClient(once).adapt(KubernetesClient.class);
        this.outbox = outbox;
    }

    /** Sends the logs of ended pods that were not sent yet. */
    void send(PipelineRun run, RunTeam team, List<StepPod> pods) {
        for (StepPod pod : pods) {
            if (pod.hasEnded() && !sent.containsKey(pod.uid())) {
                LogText log = read(run.getMetadata().getNamespace(), pod);
                List<FeedRow> rows = rows(run.getMetadata().getName(), team, pod, log);
                rows.forEach(outbox::offer);
                sent.put(
                        pod.uid(),
                        new Sent(
                                run.getMetadata().getName(),
                                rows.stream().map(FeedRow::id).toList(),
                                log.outputs()));
            }
        }
    }

    /** What the wrapper of the pod's step told of its outputs in its log; empty when it did not need to. */
    Optional<String> outputs(String podUid) {
        return Optional.ofNullable(sent.get(podUid)).map(Sent::outputs);
    }

    /** Whether the whole log of each pod was acknowledged. */
    boolean settled(List<StepPod> pods) {
        return pods.stream().allMatch(pod -> {
            Sent known = sent.get(pod.uid());
            return known != null && known.rows().stream().allMatch(outbox::isAcknowledged);
        });
    }

    /** Forgets a run whose pods have all gone, or that goes itself. */
    void forget(PipelineRun run) {
        sent.values().removeIf(known -> known.run().equals(run.getMetadata().getName()));
    }

    private LogText read(String namespace, StepPod pod) {
        try (Reader reader = client.pods()
                .inNamespace(namespace)
                .withName(pod.name())
                .inContainer(pod.container())
                .withReadyWaitTimeout(0)
                .getLogReader()) {
            return LogText.read(reader);
        } catch (IOException | KubernetesClientException none) {
            LOG.debugf("no log of pod %s: %s", pod.name(), none.getMessage());
            return empty();
        }
    }

    private static LogText empty() {
        try {
            return LogText.read(new StringReader(""));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory can be read", impossible);
        }
    }

    private static List<FeedRow> rows(String run, RunTeam team, StepPod pod, LogText log) {
        List<FeedRow> rows = new ArrayList<>();
        for (int chunk = 0; chunk < log.pieces().size(); chunk++) {
            rows.add(new FeedRow.Log(
                    "log/" + pod.uid() + "/" + chunk,
                    run,
                    team.name(),
                    team.uid(),
                    pod.path(),
                    pod.attempt(),
                    pod.uid(),
                    chunk,
                    chunk == log.pieces().size() - 1,
                    log.truncated(),
                    log.pieces().get(chunk)));
        }
        return rows;
    }
}
