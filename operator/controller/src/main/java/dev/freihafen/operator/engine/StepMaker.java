package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.apply.ApplyException;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.PodReasons;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the pods of orders, each once, and says why the API server refused one. */
final class StepMaker {
    /** What is malformed or too large is so at every try. */
    private static final Set<Integer> MALFORMED = Set.of(400, 413, 422);

    /** So often is a pod tried while others change the team's quota between the API server's look and its write. */
    private static final int TRIES = 3;

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final MadePods made;

    StepMaker(KubernetesClient client, ManifestApplier applier, MadePods made) {
        this.client = client;
        this.applier = applier;
        this.made = made;
    }

    /**
     * Makes the run's volume and the pods; returns the refusals by the pod's name. Once the quota has refused one, those that
     * want the same are not tried: they wait with it.
     *
     * @param volume whether the run's volume may be missing
     */
    Map<String, StepRefusal> make(PipelineRun run, List<StepOrder> orders, StepPods.Settings settings, boolean volume) {
        Map<String, StepRefusal> refusals = new TreeMap<>();
        if (orders.isEmpty()) {
            return refusals;
        }
        if (volume) {
            Optional<StepRefusal> refused = volume(run, settings);
            if (refused.isPresent()) {
                orders.forEach(order -> refusals.put(order.podName(), refused.get()));
                return refusals;
            }
        }
        Map<ResourceRequirements, StepRefusal> full = new HashMap<>();
        for (StepOrder order : orders) {
            Pod pod = StepPods.pod(run, order, settings);
            ResourceRequirements wanted =
                    pod.getSpec().getContainers().getFirst().getResources();
            StepRefusal refusal = full.get(wanted);
            if (refusal == null) {
                refusal = create(pod).orElse(null);
            }
            if (refusal != null) {
                refusals.put(order.podName(), refusal);
                if (PodReasons.QUOTA.equals(refusal.reason().code())) {
                    full.put(wanted, refusal);
                }
            }
        }
        return refusals;
    }

    /** A volume that is there already is the run's own, or the applier says that it is not. */
    private Optional<StepRefusal> volume(PipelineRun run, StepPods.Settings settings) {
        PersistentVolumeClaim volume = StepPods.volume(run, settings);
        try {
            if (!isNew(volume)) {
                applier.apply(volume);
            }
            return Optional.empty();
        } catch (ApplyException refused) {
            return Optional.of(new StepRefusal(refused.reason(), false));
        } catch (KubernetesClientException refused) {
            return Optional.of(refusal(refused));
        }
    }

    private boolean isNew(PersistentVolumeClaim volume) {
        try {
            client.resource(volume).create();
            return true;
        } catch (KubernetesClientException there) {
            if (isThere(there)) {
                return false;
            }
            throw there;
        }
    }

    private Optional<StepRefusal> create(Pod pod) {
        for (int tries = 1; ; tries++) {
            try {
                Pod created = client.resource(pod).create();
                made.remember(pod.getMetadata().getName(), created.getMetadata().getUid());
                return Optional.empty();
            } catch (KubernetesClientException refused) {
                if (isThere(refused)) {
                    return Optional.empty();
                }
                if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == TRIES) {
                    return Optional.of(refusal(refused));
                }
            }
        }
    }

    /** Whether there is one of that name: a conflict over the quota, which others change too, has the same code. */
    static boolean isThere(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                && refused.getStatus() != null
                && "AlreadyExists".equals(refused.getStatus().getReason());
    }

    /** A refusal is the API server's word; no answer, and a conflict, are thrown so that the framework tries again. */
    private static StepRefusal refusal(KubernetesClientException refused) {
        if (refused.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
                || refused.getCode() == HttpURLConnection.HTTP_CONFLICT
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
