package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.engine.PodFacts;
import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What is done with a run that has ended: its history is told, its pods go, and after a while it goes itself. */
final class RunEnd {
    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Outbox outbox;
    private final StepLogs logs;
    private final Clock clock;

    RunEnd(KubernetesClient client, OperatorConfig config, Outbox outbox, StepLogs logs, Clock clock) {
        this.client = client;
        this.config = config;
        this.outbox = outbox;
        this.logs = logs;
        this.clock = clock;
    }

    /** Tells all of the run; once that was acknowledged its pods go. Returns whether it was. */
    boolean settle(PipelineRun run, List<PodFacts> pods) {
        if (config.feedEnabled() && !told(run, pods)) {
            return false;
        }
        pods.forEach(pod -> client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(pod.name())
                .delete());
        logs.forget(pods);
        return true;
    }

    private boolean told(PipelineRun run, List<PodFacts> pods) {
        RunTeam team = RunTeam.of(client, run);
        List<FeedRow> rows = RunRows.of(run, run.getStatus(), team);
        rows.forEach(outbox::offer);
        logs.send(run, team, pods);
        return rows.stream().allMatch(row -> outbox.isAcknowledged(row.id()))
                && logs.settled(pods.stream().filter(PodFacts::hasEnded).toList());
    }

    /** How long the run, and its volume with it, is still kept; not above zero when its time is over. */
    Duration left(PipelineRun run) {
        return Duration.between(
                clock.instant(),
                Instant.parse(Objects.requireNonNull(run.getStatus().finishedAt()))
                        .plus(config.runRetention()));
    }
}
