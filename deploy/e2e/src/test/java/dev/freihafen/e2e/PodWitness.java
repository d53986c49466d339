package dev.freihafen.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Remembers every pod that was ever in a namespace, as the API server told it, whatever operator and API know. */
final class PodWitness implements ResourceEventHandler<Pod>, AutoCloseable {
    private final Map<String, Pod> seen = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> informer;

    PodWitness(KubernetesClient cluster, String namespace) {
        informer = cluster.pods().inNamespace(namespace).inform(this);
    }

    /**
     * A step's pod.
     *
     * @param step path of the task
     * @param scheduled when it got its node, if it did
     * @param finished when its last container ended, if all have
     */
    record Life(String uid, String step, String phase, Optional<Instant> scheduled, Optional<Instant> finished) {
        boolean runs() {
            return phase.equals("Running");
        }
    }

    /** All pods that a run ever had. */
    List<Life> ofRun(String run) {
        return seen.values().stream()
                .filter(pod -> run.equals(pod.getMetadata().getLabels().get("freihafen.dev/run")))
                .map(PodWitness::life)
                .toList();
    }

    private static Life life(Pod pod) {
        String phase = pod.getStatus().getPhase();
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        return new Life(
                pod.getMetadata().getUid(),
                pod.getMetadata().getAnnotations().get("freihafen.dev/task-path"),
                phase,
                scheduled(pod),
                ended ? finished(pod) : Optional.empty());
    }

    private static Optional<Instant> scheduled(Pod pod) {
        return orEmpty(pod.getStatus().getConditions()).stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("True"))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse)
                .findFirst();
    }

    private static Optional<Instant> finished(Pod pod) {
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .flatMap(statuses -> orEmpty(statuses).stream())
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> state.getTerminated().getFinishedAt())
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo);
    }

    private static <T> List<T> orEmpty(@org.jspecify.annotations.Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    @Override
    public void onAdd(Pod pod) {
        seen.put(pod.getMetadata().getUid(), pod);
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
        seen.put(now.getMetadata().getUid(), now);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        seen.put(pod.getMetadata().getUid(), pod);
    }

    @Override
    public void close() {
        informer.close();
    }
}
