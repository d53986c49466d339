package dev.freihafen.operator.kfp;

import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pods that Argo makes for a run tell. Pure. */
final class KfpPods {
    /** The container in which a step's command runs. */
    static final String CONTAINER = "main";

    private KfpPods() {}

    static boolean hasEnded(Pod pod) {
        String phase = status(pod).getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static String phase(Pod pod) {
        return Objects.requireNonNullElse(status(pod).getPhase(), "Pending");
    }

    static @Nullable String scheduledAt(Pod pod) {
        List<PodCondition> conditions = status(pod).getConditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(one -> "PodScheduled".equals(one.getType()) && "True".equals(one.getStatus()))
                        .map(PodCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(null);
    }

    static @Nullable String finishedAt(Pod pod) {
        return terminated(pod)
                .map(ContainerStateTerminated::getFinishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Instant::parse))
                .orElse(null);
    }

    static Optional<Reason> waiting(Pod pod) {
        return PodReasons.of(pod);
    }

    /** Why it failed, as one plain sentence. */
    static String failure(Pod pod) {
        Optional<ContainerStateTerminated> bad = terminated(pod)
                .filter(one -> one.getExitCode() != null && one.getExitCode() != 0)
                .findFirst();
        if (bad.map(ContainerStateTerminated::getReason)
                .filter("OOMKilled"::equals)
                .isPresent()) {
            return "it needed more memory than its limit: give it more memory";
        }
        return bad.map(one -> "its command ended with exit code " + one.getExitCode() + ": look at its log")
                .orElseGet(() -> Objects.requireNonNullElse(status(pod).getReason(), "its pod failed"));
    }

    private static Stream<ContainerStateTerminated> terminated(Pod pod) {
        return Stream.of(status(pod).getInitContainerStatuses(), status(pod).getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(KfpPods::end)
                .filter(Objects::nonNull);
    }

    private static @Nullable ContainerStateTerminated end(ContainerStatus container) {
        return container.getState() == null ? null : container.getState().getTerminated();
    }

    private static PodStatus status(Pod pod) {
        return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }
}
