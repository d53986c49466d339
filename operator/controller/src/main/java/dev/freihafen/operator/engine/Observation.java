package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is recorded of a step, brought up to what is seen of its pod. Pure. */
final class Observation {
    /** Reason of a step that succeeded and whose result cannot be passed on. */
    static final String TRUNCATED = "ResultTruncated";

    /** Reason of a step whose pod the API server will never take. */
    static final String POD_REFUSED = "PodRefused";

    private static final Duration YOUNG = Duration.ofSeconds(2);

    private Observation() {}

    static StepStatus of(StepStatus step, List<PodFacts> pods, Instant now) {
        if (step.state() != State.Pending && step.state() != State.Running) {
            return step;
        }
        Optional<PodFacts> found = pods.stream()
                .filter(pod -> pod.path().equals(step.path()) && pod.attempt() == step.attempt())
                .findFirst();
        if (found.isEmpty()) {
            return step.podUid() == null
                    ? step
                    : with(step, State.Failed, null, "PodLost", "its pod was deleted before it ended", null);
        }
        PodFacts pod = found.get();
        return switch (pod.phase()) {
            case Pending ->
                pod.waiting() == null
                        ? pending(step, pod)
                        : with(
                                step,
                                State.Pending,
                                pod,
                                pod.waiting().code(),
                                pod.waiting().message(),
                                null);
            case Running ->
                step.state() == State.Pending && step.podUid() == null && step.reason() == null && isYoung(pod, now)
                        ? step
                        : with(step, State.Running, pod, null, null, null);
            case Succeeded -> succeeded(step, pod);
            case Failed -> with(step, State.Failed, pod, "StepFailed", pod.failure(), null);
        };
    }

    /** When a pod that runs is told to run: what ends at once is told with its end alone, one write less for each step. */
    static Optional<Instant> tellsAt(PodFacts pod) {
        return Optional.ofNullable(pod.startedAt())
                .map(started -> Instant.parse(started).plus(YOUNG));
    }

    private static boolean isYoung(PodFacts pod, Instant now) {
        return tellsAt(pod).filter(now::isBefore).isPresent();
    }

    /** A pod that goes its way is told once it runs. */
    private static StepStatus pending(StepStatus step, PodFacts pod) {
        return step.podUid() == null && step.reason() == null ? step : with(step, State.Pending, pod, null, null, null);
    }

    private static StepStatus succeeded(StepStatus step, PodFacts pod) {
        JsonNode result = pod.result();
        if (result == null) {
            return with(
                    step,
                    State.Failed,
                    pod,
                    "NoResult",
                    "it left no result: its image or command went past the step wrapper",
                    null);
        }
        return result.path("truncated").asBoolean()
                ? with(
                        step,
                        State.Succeeded,
                        pod,
                        TRUNCATED,
                        "its result is larger than 4 KiB and lies on the run's volume only",
                        null)
                : with(step, State.Succeeded, pod, null, null, result);
    }

    static StepStatus with(
            StepStatus step,
            State state,
            @Nullable PodFacts pod,
            @Nullable String reason,
            @Nullable String message,
            @Nullable JsonNode result) {
        return new StepStatus(
                step.path(),
                state,
                step.attempt(),
                step.podName(),
                pod == null ? step.podUid() : pod.uid(),
                pod == null ? step.startedAt() : pod.startedAt(),
                pod == null ? step.finishedAt() : pod.finishedAt(),
                reason,
                message,
                result == null ? null : nullIfEmpty(result.path("parameters")),
                result == null ? null : nullIfEmpty(result.path("artifacts")),
                step.attemptsBefore());
    }

    private static @Nullable JsonNode nullIfEmpty(JsonNode node) {
        return node.isEmpty() ? null : node;
    }
}
