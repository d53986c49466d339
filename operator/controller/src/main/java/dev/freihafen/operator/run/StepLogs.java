package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log of each step's pod once it has ended: as the pod's status tells it, else as its node has it. What was sent is
 * remembered until the pod goes; a restart sends it again.
 */
final class StepLogs {
    private static final Logger LOG = Logger.getLogger(StepLogs.class);

    /** A node that does not answer must not hold up the run, nor is it asked twice. */
    private static final int LONGEST_MILLIS = 5_000;

    private final HttpClient http;
    private final String server;
    private final Outbox outbox;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** What was sent of a pod: of which run it is, the rows' ids, and what the log tells of the step's outputs. */
    private record Sent(
            String run, List<String> rows, @Nullable String outputs) {}

    StepLogs(KubernetesClient client, Outbox outbox) {
        RequestConfig once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        this.http = client.getHttpClient().newBuilder().tag(once).build();
        this.server = client.getMasterUrl().toString();
        this.outbox = outbox;
    }

    /** Sends the logs of ended pods that were not sent yet. */
    void send(PipelineRun run, RunTeam team, List<StepPod> pods) {
        for (StepPod pod : pods) {
            if (pod.hasEnded() && !sent.containsKey(pod.uid())) {
                LogText log = pod.log() == null ? read(run.getMetadata().getNamespace(), pod) : told(pod.log());
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

    /** By one plain request: the client's own way to a log first lists and watches the pod until it is ready. */
    private LogText read(String namespace, StepPod pod) {
        String path = "api/v1/namespaces/" + namespace + "/pods/" + pod.name() + "/log?container=" + pod.container();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(URLUtils.join(server, path)))
                .timeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .build();
        try {
            HttpResponse<InputStream> response =
                    http.sendAsync(request, InputStream.class).get(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
            try (Reader reader = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
                return response.isSuccessful() ? LogText.read(reader) : none(pod, "answer " + response.code());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return none(pod, "the operator stops");
        } catch (IOException | ExecutionException | TimeoutException away) {
            return none(pod, String.valueOf(away.getMessage()));
        }
    }

    private static LogText none(StepPod pod, String why) {
        LOG.debugf("no log of pod %s: %s", pod.name(), why);
        return told("");
    }

    private static LogText told(String text) {
        try {
            return LogText.read(new StringReader(text));
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
