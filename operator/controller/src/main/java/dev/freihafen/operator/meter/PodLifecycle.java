package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a pod held its reservation: from scheduled to terminated, by the API server's times. */
final class PodLifecycle {
    /** A node's clock may be so far ahead of the API server's; a later finish is not believed. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Set<String> END_CONDITIONS = Set.of("Ready", "ContainersReady");

    private PodLifecycle() {}

    /** The pod's span, empty when it was never scheduled. */
    static Optional<Span> of(Pod pod, Sighting seen) {
        boolean gone = seen.gone();
        Instant now = seen.now();
        return scheduled(pod).map(start -> {
            Optional<Instant> finished = latestFinish(pod, now);
            boolean over = isTerminated(pod) || (gone && allFinished(pod));
            if (over && finished.isPresent()) {
                return new Span(start, finished.get(), allFinished(pod));
            }
            if (seen.lost().isPresent() && !finished.isPresent()) {
                return new Span(start, seen.lost().get(), false);
            }
            return over || gone
                    ? new Span(start, estimatedEnd(pod, gone).orElse(gone ? now : start), false)
                    : Span.open(start);
        });
    }

    /** Whether no container of the pod will run again. */
    static boolean isTerminated(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private static Optional<Instant> scheduled(Pod pod) {
        return conditions(pod)
                .filter(condition -> "PodScheduled".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .findFirst();
    }

    private static Optional<Instant> latestFinish(Pod pod, Instant now) {
        Instant credible = now.plus(CLOCK_TOLERANCE);
        return containers(pod)
                .map(PodLifecycle::terminated)
                .filter(Objects::nonNull)
                .map(ContainerStateTerminated::getFinishedAt)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .filter(finish -> !finish.isAfter(credible))
                .max(Instant::compareTo);
    }

    /** Whether each container that the kubelet told of says when it finished. */
    private static boolean allFinished(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && status.getContainerStatuses() != null
                && !status.getContainerStatuses().isEmpty()
                && status.getContainerStatuses().stream()
                        .map(PodLifecycle::terminated)
                        .allMatch(end -> end != null && end.getFinishedAt() != null);
    }

    /**
     * Without a finish of a container: when it stopped to be ready; else when deletion was asked for, which is
     * {@code deletionTimestamp} less the grace period; else its last change of status.
     */
    private static Optional<Instant> estimatedEnd(Pod pod, boolean gone) {
        Optional<Instant> unready = conditions(pod)
                .filter(condition -> END_CONDITIONS.contains(condition.getType())
                        && "False".equals(condition.getStatus())
                        && condition.getLastTransitionTime() != null)
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .max(Instant::compareTo);
        String deleted = pod.getMetadata().getDeletionTimestamp();
        if (isTerminated(pod) && unready.isPresent()) {
            return unready;
        }
        if (deleted != null) {
            Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
            return Optional.of(Instant.parse(deleted).minusSeconds(grace == null ? 0 : grace));
        }
        return gone ? Optional.empty() : Changes.ofStatus(pod);
    }

    private static Stream<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null ? Stream.of() : orEmpty(pod.getStatus().getConditions());
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null
                ? Stream.of()
                : Stream.concat(orEmpty(status.getContainerStatuses()), orEmpty(status.getInitContainerStatuses()));
    }

    private static <T> Stream<T> orEmpty(@Nullable List<T> list) {
        return list == null ? Stream.of() : list.stream();
    }

    private static @Nullable ContainerStateTerminated terminated(ContainerStatus status) {
        return status.getState() == null ? null : status.getState().getTerminated();
    }
}
