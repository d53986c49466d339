package dev.freihafen.operator.endpoint;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hardware class as it was when the endpoint last changed: a class that changes later does not restart the endpoints
 * of every team at once. Pure.
 */
final class StartedHardware {
    private StartedHardware() {}

    /** The class to write the Deployment with. */
    static HardwareClassSpec of(Optional<Deployment> deployment, ModelEndpoint endpoint, HardwareClassSpec now) {
        return deployment
                .map(found -> found.getMetadata().getAnnotations())
                .filter(kept -> generation(endpoint).equals(kept.get(Labels.GENERATION)))
                .map(kept -> kept.get(Labels.HARDWARE))
                .map(json -> Serialization.unmarshal(json, HardwareClassSpec.class))
                .orElse(now);
    }

    /** What the Deployment remembers. */
    static Map<String, String> annotations(ModelEndpoint endpoint, HardwareClassSpec hardware) {
        return new TreeMap<>(
                Map.of(Labels.GENERATION, generation(endpoint), Labels.HARDWARE, Serialization.asJson(hardware)));
    }

    private static String generation(ModelEndpoint endpoint) {
        return String.valueOf(endpoint.getMetadata().getGeneration());
    }
}
