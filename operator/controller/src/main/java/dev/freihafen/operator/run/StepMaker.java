package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.engine.StepOrder;
import dev.freihafen.operator.engine.StepPods;
import dev.freihafen.operator.engine.StepRefusal;
import dev.freihafen.operator.workload.PodReasons;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Makes the pods of orders, each once, and says why the API server refused one. */
final class StepMaker {
    /** What is malformed or too large is so at every try. */
    private static final Set<Integer> MALFORMED = Set.of(400, 413, 422);

    private final KubernetesClient client;
    private final ManifestApplier applier;

    StepMaker(KubernetesClient client, ManifestApplier applier) {
        this.client = client;
        this.applier = applier;
    }

    /** Makes the run's volume and the pods; returns the refusals by the pod's name. */
    Map<String, StepRefusal> make(PipelineRun run, List<StepOrder> orders, StepPods.Settings settings) {
        Map<String, StepRefusal> refusals = new TreeMap<>();
        if (orders.isEmpty()) {
            return refusals;
        }
        try {
            applier.apply(StepPods.volume(run, settings));
        } catch (KubernetesClientException refused) {
            orders.forEach(order -> refusals.put(order.podName(), refusal(refused)));
            return refusals;
        }
        for (StepOrder order : orders) {
            try {
                client.resource(StepPods.pod(run, order, settings)).create();
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    refusals.put(order.podName(), refusal(refused));
                }
            }
        }
        return refusals;
    }

    /** A refusal is the API server's word; no answer at all is thrown, so that the framework tries again. */
    private static StepRefusal refusal(KubernetesClientException refused) {
        if (refused.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
                || refused.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            throw refused;
        }
        String message = refused.getStatus() == null
                ? refused.getMessage()
                : refused.getStatus().getMessage();
        return new StepRefusal(
                PodReasons.refused(Objects.requireNonNullElse(message, "no reason given")),
                MALFORMED.contains(refused.getCode()));
    }
}
