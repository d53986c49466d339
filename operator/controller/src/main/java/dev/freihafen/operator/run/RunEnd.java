package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is done with a run whose attempt has ended: its history is told, what it left goes, and after a while it goes itself. */
final class RunEnd {
    private final Engines engines;
    private final RunTeams teams;
    private final OperatorConfig config;
    private final Outbox outbox;
    private final StepLogs logs;
    private final Clock clock;

    RunEnd(Engines engines, RunTeams teams, OperatorConfig config, Outbox outbox, StepLogs logs, Clock clock) {
        this.engines = engines;
        this.teams = teams;
        this.config = config;
        this.outbox = outbox;
        this.logs = logs;
        this.clock = clock;
    }

    /** Tells all of the run; once that was acknowledged its pods go. Returns whether it was. */
    boolean settle(PipelineRun run, Collection<Pod> seen) {
        List<StepPod> pods =
                engines.of(run).map(engine -> engine.pods(run, seen)).orElse(List.of());
        if (config.feedEnabled() && !told(run, pods)) {
            return false;
        }
        Set<String> leaving = seen.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
        List<StepPod> staying =
                pods.stream().filter(pod -> !leaving.contains(pod.uid())).toList();
        engines.of(run).ifPresent(engine -> engine.clear(run, staying));
        if (pods.isEmpty()) {
            forget(run);
        }
        return true;
    }

    /** The run goes, and nothing of it is asked for any more. */
    void forget(PipelineRun run) {
        logs.forget(run);
    }

    private boolean told(PipelineRun run, List<StepPod> pods) {
        RunTeam team = teams.of(run);
        logs.send(run, team, pods);
        List<FeedRow> rows = RunRows.of(run, run.getStatus(), team, logs::outputs);
        rows.forEach(outbox::offer);
        return rows.stream().allMatch(row -> outbox.isAcknowledged(row.id()))
                && logs.settled(pods.stream().filter(StepPod::hasEnded).toList());
    }

    /** How long the run, and its volume with it, is still kept; not above zero when its time is over. */
    Duration left(PipelineRun run) {
        return Duration.between(
                clock.instant(),
                Instant.parse(Objects.requireNonNull(run.getStatus().finishedAt()))
                        .plus(config.runRetention()));
    }
}
