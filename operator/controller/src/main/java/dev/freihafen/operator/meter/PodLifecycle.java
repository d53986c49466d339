package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a pod held its reservation: from scheduled to terminated, by the API server's times. */
final class PodLifecycle {
    private PodLifecycle() {}

    /**
     * The pod's span, empty when it was never scheduled.
     *
     * @param gone whether the API server has deleted it, so that no later fact can come
     * @param now the API server's latest time, used only where nothing else tells the end
     */
    static Optional<Span> of(Pod pod, boolean gone, Instant now) {
        return scheduled(pod).map(start -> {
            if (isTerminated(pod)) {
                return latestFinish(pod)
                        .map(end -> new Span(start, end, true))
                        .orElseGet(() -> estimated(pod, start, now));
            }
            return gone ? estimated(pod, start, now) : Span.open(start);
        });
    }

    /** Whether no container of the pod will run again. */
    static boolean isTerminated(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private static Optional<Instant> scheduled(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null || status.getConditions() == null) {
            return Optional.empty();
        }
        return status.getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .findFirst();
    }

    private static Optional<Instant> latestFinish(Pod pod) {
        return Stream.of(pod.getStatus().getContainerStatuses(), pod.getStatus().getInitContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(PodLifecycle::terminated)
                .filter(Objects::nonNull)
                .map(ContainerStateTerminated::getFinishedAt)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo);
    }

    private static @Nullable ContainerStateTerminated terminated(ContainerStatus status) {
        return status.getState() == null ? null : status.getState().getTerminated();
    }

    /** Deletion was asked for at {@code deletionTimestamp} less the grace period; without it, now is all we know. */
    private static Span estimated(Pod pod, Instant start, Instant now) {
        String deleted = pod.getMetadata().getDeletionTimestamp();
        if (deleted == null) {
            return new Span(start, now, false);
        }
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return new Span(start, Instant.parse(deleted).minusSeconds(grace == null ? 0 : grace), false);
    }
}
