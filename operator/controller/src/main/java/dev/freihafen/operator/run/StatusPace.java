package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.Recent;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets what only tells how a run gets on wait for more of its kind: one write of the status for several steps that begin to run
 * or end at about the same time. What begins something, ends the run or says why it waits is written at once. Nothing is lost
 * with this memory: what was not written yet is seen again at the next look, since pods stay until the run was told.
 */
final class StatusPace {
    /** A run's news are so far apart at least. */
    static final Duration SPACING = Duration.ofSeconds(2);

    private static final int MOST = 10_000;

    private final Recent<String, Instant> written = new Recent<>(MOST);

    void written(PipelineRun run, Instant now) {
        written.put(run.getMetadata().getUid(), now);
    }

    /** How long the move may wait; empty when it is written now. */
    Optional<Duration> rest(PipelineRun run, Move move, List<Pod> pods, Instant now) {
        return written.find(run.getMetadata().getUid())
                .filter(last -> mayWait(run, move, pods))
                .map(last -> Duration.between(now, last.plus(SPACING)))
                .filter(Duration::isPositive);
    }

    /** A pod that is being deleted may be gone at the next look: what it says of its step is written while it is there. */
    private static boolean mayWait(PipelineRun run, Move move, List<Pod> pods) {
        return run.getStatus() != null
                && move.action() == null
                && move.conditions().isEmpty()
                && move.reason() == null
                && run.getStatus().reason() == null
                && switch (move.state()) {
                    case Pending, Running -> true;
                    default -> false;
                }
                && pods.stream().allMatch(pod -> pod.getMetadata().getDeletionTimestamp() == null);
    }
}
