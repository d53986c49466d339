package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Hands written runs to the cluster. The row comes first and the resource carries its id as name, so a crash at any
 * point leaves either a row to be handed over again or a resource that is already there, and never two runs.
 */
@Singleton
public class RunHandover {
    /** After this long without success a run is given up. */
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private static final Logger LOG = Logger.getLogger(RunHandover.class);
    private static final int BATCH = 20;

    private final HandoverQueue queue;
    private final RunTarget target;
    private final TeamDirectory teams;
    private final Clock clock;

    public RunHandover(HandoverQueue queue, RunTarget target, TeamDirectory teams, Clock clock) {
        this.queue = queue;
        this.target = target;
        this.teams = teams;
        this.clock = clock;
    }

    /**
     * Tries one run now, if it waits for its turn.
     *
     * @return why the cluster refused it for good, empty in any other case
     */
    public Optional<String> handOver(UUID id) {
        return queue.take(id, clock.instant(), 1).stream()
                .map(this::attempt)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Tries everything that is due; returns how many were tried. */
    public int sweep() {
        int tried = 0;
        while (true) {
            var due = queue.take(null, clock.instant(), BATCH);
            for (Handover handover : due) {
                attempt(handover).ifPresent(reason -> {
                    LOG.warnf(
                            "run %s was refused by the cluster: %s",
                            handover.run().id(), reason);
                    queue.end(handover, "Refused", "The cluster refused the run: " + reason, clock.instant());
                });
            }
            tried += due.size();
            if (due.size() < BATCH) {
                return tried;
            }
        }
    }

    private Optional<String> attempt(Handover handover) {
        return switch (tell(handover)) {
            case RunTarget.Outcome.Done() -> {
                queue.done(handover, clock.instant());
                yield Optional.empty();
            }
            case RunTarget.Outcome.Refused(String reason) -> {
                if (!handover.created()) {
                    yield Optional.of(reason);
                }
                queue.isMoot(handover);
                if (handover.run().waitsForCluster()) {
                    queue.end(
                            handover,
                            "AttemptRefused",
                            "The cluster did not take the new attempt: " + reason + ". Submit the run anew.",
                            clock.instant());
                }
                yield Optional.empty();
            }
            case RunTarget.Outcome.Later(String reason) -> {
                later(handover, reason);
                yield Optional.empty();
            }
        };
    }

    private RunTarget.Outcome tell(Handover handover) {
        if (!handover.created()) {
            if (isOfAnEarlierTeam(handover.run())) {
                return new RunTarget.Outcome.Refused(
                        "its team was deleted; the team that has the name now is another one");
            }
            RunTarget.Outcome created = target.create(handover.resource());
            if (!(created instanceof RunTarget.Outcome.Done)
                    || handover.run().intent().isPlain()) {
                return created;
            }
        }
        return target.change(
                handover.run().team(),
                handover.run().id().toString(),
                handover.run().intent());
    }

    private boolean isOfAnEarlierTeam(Run run) {
        try {
            return teams.find(run.team())
                    .filter(now -> !now.getMetadata().getUid().equals(run.teamUid()))
                    .isPresent();
        } catch (PlatformException.Unavailable unknownYet) {
            return false;
        }
    }

    private void later(Handover handover, String reason) {
        Instant now = clock.instant();
        Run run = handover.run();
        if (run.waitsForCluster() && run.intent().attemptAt().plus(LONGEST_WAIT).isBefore(now)) {
            queue.end(
                    handover,
                    "HandoverExpired",
                    "The cluster could not take the run for " + LONGEST_WAIT.toHours() + " h (" + reason
                            + "). Submit it again once the cluster is back.",
                    now);
        } else {
            queue.failed(handover, reason);
        }
    }
}
