package dev.freihafen.operator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the engine wants to know of a step's pod.
 *
 * @param name its name
 * @param uid its uid
 * @param path task path of its step
 * @param attempt attempt of its step
 * @param phase where it stands
 * @param startedAt when it was scheduled
 * @param finishedAt when its last container ended
 * @param waiting why it waits, when something hinders it
 * @param result what the step's wrapper left, when it left something
 * @param failure one plain sentence on how it failed
 */
record PodFacts(
        String name,
        String uid,
        String path,
        int attempt,
        Phase phase,
        @Nullable String startedAt,
        @Nullable String finishedAt,
        @Nullable Reason waiting,
        @Nullable JsonNode result,
        @Nullable String failure) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a pod stands. */
    public enum Phase {
        Pending,
        Running,
        Succeeded,
        Failed
    }

    /** Whether none of its containers will run again. */
    public boolean hasEnded() {
        return phase == Phase.Succeeded || phase == Phase.Failed;
    }

    /** The step's whole log, where its wrapper told it with the result: it does when both fit into 4 KiB. */
    public @Nullable String log() {
        return result == null ? null : result.path("log").textValue();
    }

    /** Reads a pod that {@link StepPods} made. */
    public static PodFacts of(Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        Phase phase = phase(status.getPhase());
        Optional<ContainerStateTerminated> ended = step(status);
        String path = Objects.requireNonNull(
                pod.getMetadata().getAnnotations().get(StepPods.TASK_PATH), "a pod that the engine made");
        JsonNode result = result(path, phase, ended);
        return new PodFacts(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                path,
                Integer.parseInt(pod.getMetadata().getLabels().get(StepPods.ATTEMPT)),
                phase,
                scheduled(status),
                finished(status),
                PodReasons.of(pod).orElse(null),
                result,
                phase == Phase.Failed ? failure(status, ended, result) : null);
    }

    /** A pod that was made for the step and is gone before anything of it was recorded. */
    static PodFacts lost(StepStatus step, String uid) {
        return new PodFacts(
                Objects.requireNonNull(step.podName()),
                uid,
                step.path(),
                step.attempt(),
                Phase.Failed,
                null,
                null,
                null,
                null,
                "its pod was deleted before it ended");
    }

    private static Phase phase(@Nullable String phase) {
        return switch (phase == null ? "Pending" : phase) {
            case "Running" -> Phase.Running;
            case "Succeeded" -> Phase.Succeeded;
            case "Failed" -> Phase.Failed;
            default -> Phase.Pending;
        };
    }

    private static Optional<ContainerStateTerminated> step(PodStatus status) {
        return stream(status.getContainerStatuses())
                .filter(container -> StepPods.CONTAINER.equals(container.getName()) && container.getState() != null)
                .map(container -> container.getState().getTerminated())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The publishing step has no wrapper around it; that it succeeded is its whole result. */
    private static @Nullable JsonNode result(String path, Phase phase, Optional<ContainerStateTerminated> ended) {
        return path.equals(Models.STEP) && phase == Phase.Succeeded
                ? JSON.createObjectNode()
                : ended.map(ContainerStateTerminated::getMessage)
                        .map(PodFacts::parse)
                        .orElse(null);
    }

    private static @Nullable JsonNode parse(String message) {
        try {
            JsonNode node = JSON.readTree(message);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException notTheWrapper) {
            return null;
        }
    }

    private static String failure(
            PodStatus status, Optional<ContainerStateTerminated> ended, @Nullable JsonNode result) {
        if (result != null && !result.path("error").asText("").isEmpty()) {
            return result.path("error").asText();
        }
        if (ended.isPresent() && "OOMKilled".equals(ended.get().getReason())) {
            return "it needed more memory than its limit: give it more memory";
        }
        if (ended.isPresent()
                && ended.get().getExitCode() != null
                && ended.get().getExitCode() != 0) {
            return "its command ended with exit code " + ended.get().getExitCode() + ": look at its log";
        }
        String reason = Objects.requireNonNullElse(status.getReason(), "its pod failed");
        return status.getMessage() == null ? reason : reason + ": " + status.getMessage();
    }

    private static @Nullable String scheduled(PodStatus status) {
        return status.getConditions() == null
                ? null
                : status.getConditions().stream()
                        .filter(condition ->
                                "PodScheduled".equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .map(PodCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String finished(PodStatus status) {
        return Stream.concat(stream(status.getInitContainerStatuses()), stream(status.getContainerStatuses()))
                .map(container -> container.getState() == null
                        ? null
                        : container.getState().getTerminated())
                .filter(Objects::nonNull)
                .map(ContainerStateTerminated::getFinishedAt)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo)
                .map(Instant::toString)
                .orElse(null);
    }

    private static Stream<ContainerStatus> stream(@Nullable List<ContainerStatus> statuses) {
        return statuses == null ? Stream.empty() : statuses.stream();
    }
}
