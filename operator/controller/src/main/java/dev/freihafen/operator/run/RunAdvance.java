package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.outbox.Outbox;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One move of a run that has not ended: the status is written before anything is made, under an optimistic lock. */
final class RunAdvance {
    /** When a run that waits for acknowledgements is looked at again. */
    static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final Duration STALE = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration ENGINE_AWAY = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Engines engines;
    private final RunTeams teams;
    private final Outbox outbox;
    private final StepLogs logs;
    private final Clock clock;
    private final Pipelines pipelines = new Pipelines();
    private final StatusPace pace = new StatusPace();

    RunAdvance(KubernetesClient client, Engines engines, RunTeams teams, Outbox outbox, StepLogs logs, Clock clock) {
        this.client = client;
        this.engines = engines;
        this.teams = teams;
        this.outbox = outbox;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Moves once; returns when to look again though nothing happens. A status that somebody wrote meanwhile is no fault: the
     * next look starts from it.
     */
    @Nullable
    Duration move(Seen seen) {
        return unlessStale(() -> Optional.ofNullable(advance(seen))).orElse(null);
    }

    /** Begins the next attempt of a run that has ended without success, when one is asked for. Returns when to look again. */
    Optional<Duration> retry(PipelineRun run) {
        if (!RunStatuses.isRetryAsked(run)) {
            return Optional.empty();
        }
        return unlessStale(() -> {
            record(run, RunStatuses.retried(run, clock.instant()));
            return Optional.of(SHORTEST);
        });
    }

    private static Optional<Duration> unlessStale(Supplier<Optional<Duration>> work) {
        try {
            return work.get();
        } catch (KubernetesClientException stale) {
            if (stale.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw stale;
            }
            return Optional.of(STALE);
        }
    }

    private @Nullable Duration advance(Seen seen) {
        Instant now = clock.instant();
        PipelineRun run = seen.run();
        RunTeam team = teams.of(run);
        Engines.Choice choice = engines.choose(run);
        String engine = choice.engine() == null ? null : choice.engine().name();
        Move move = next(seen, team, choice, now);
        PipelineRunStatus next = RunStatuses.of(run, engine, move, now);
        Optional<Duration> rest =
                next.equals(run.getStatus()) ? Optional.empty() : pace.rest(run, move, seen.pods(), now);
        if (rest.isPresent()) {
            return sooner(rest.get(), again(move, now));
        }
        String version = run.getMetadata().getResourceVersion();
        PipelineRunStatus status = record(run, next);
        if (move.action() != null) {
            boolean written = !run.getMetadata().getResourceVersion().equals(version);
            if (!written && !isCurrent(run)) {
                return STALE;
            }
            Optional<Move> beyond = move.action().perform();
            if (beyond.isPresent()) {
                move = beyond.get();
                status = record(run, RunStatuses.of(run, engine, move, now));
            }
        }
        if (choice.engine() != null) {
            logs.send(run, team, choice.engine().pods(run, seen.pods()));
        }
        RunRows.of(run, status, team, logs::outputs).forEach(outbox::offer);
        return again(move, now);
    }

    private Move next(Seen seen, RunTeam team, Engines.Choice choice, Instant now) {
        PipelineRun run = seen.run();
        Pipelines.Parsed parsed = pipelines.of(run.getSpec());
        if (parsed.pipeline() == null) {
            Reason refusal = Objects.requireNonNull(parsed.refusal());
            return new Move(RunState.Failed, refusal.code(), refusal.message(), List.of(), null, null);
        }
        Instant deadline = Endings.deadline(run, now);
        Optional<Ending> ending = Endings.of(run, seen.canceled(), deadline, now);
        if (choice.engine() == null) {
            return ending.map(end -> new Move(end.state(), end.reason(), end.message() + ".", steps(run), null, null))
                    .orElseGet(() -> waiting(run, Objects.requireNonNull(choice.hindrance()), now));
        }
        return choice.engine()
                .next(new RunContext(
                        run,
                        parsed.pipeline(),
                        team,
                        seen.around(),
                        ending,
                        deadline,
                        seen.pods(),
                        seen.others(),
                        now));
    }

    private static Move waiting(PipelineRun run, Reason hindrance, Instant now) {
        return new Move(
                RunState.Queued, hindrance.code(), hindrance.message(), steps(run), now.plus(ENGINE_AWAY), null);
    }

    private static List<StepStatus> steps(PipelineRun run) {
        return run.getStatus() == null ? List.of() : run.getStatus().steps();
    }

    private static Duration sooner(Duration rest, @Nullable Duration again) {
        return again == null || rest.compareTo(again) < 0 ? rest : again;
    }

    private static @Nullable Duration again(Move move, Instant now) {
        if (move.state().isTerminal()) {
            return UNSETTLED;
        }
        return Optional.ofNullable(move.wake())
                .map(wake -> Duration.between(now, wake))
                .map(left -> left.compareTo(SHORTEST) > 0 ? left : SHORTEST)
                .orElse(null);
    }

    /** Writes the status if it differs; somebody else's write in between is an error, and the next look starts from it. */
    private PipelineRunStatus record(PipelineRun run, PipelineRunStatus status) {
        if (status.equals(run.getStatus())) {
            return status;
        }
        run.setStatus(RunStatuses.next(status));
        PipelineRun written = client.resource(run).updateStatus();
        run.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
        pace.written(run, clock.instant());
        return run.getStatus();
    }

    /** Whether the run is the one that the API server has now; an old one must not make pods. */
    private boolean isCurrent(PipelineRun run) {
        PipelineRun live = client.resource(run).get();
        return live != null
                && live.getMetadata()
                        .getResourceVersion()
                        .equals(run.getMetadata().getResourceVersion());
    }
}
