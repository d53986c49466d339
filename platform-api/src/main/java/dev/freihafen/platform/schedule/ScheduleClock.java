package dev.freihafen.platform.schedule;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.RunCancel;
import dev.freihafen.platform.run.RunStore;
import dev.freihafen.platform.run.RunSubmission;
import dev.freihafen.platform.run.RunTerms;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Starts the runs of schedules. A time is claimed by a row that only one program can write; the run has the id that stands
 * there and is written together with what became of the time. So a program may die at any point, and any number of them may
 * work at once: each time starts one run.
 */
@Singleton
class ScheduleClock {
    private static final int BATCH = 20;
    /** After this long a time is given up that could not be worked on. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final ScheduleStore schedules;
    private final FiringStore firings;
    private final RunSubmission submission;
    private final RunStore runs;
    private final RunCancel cancel;
    private final TeamDirectory teams;
    private final Authorization authorization;
    private final Clock clock;

    ScheduleClock(
            Jdbi jdbi,
            ScheduleStore schedules,
            FiringStore firings,
            RunSubmission submission,
            RunStore runs,
            RunCancel cancel,
            TeamDirectory teams,
            Authorization authorization,
            Clock clock) {
        this.jdbi = jdbi;
        this.schedules = schedules;
        this.firings = firings;
        this.submission = submission;
        this.runs = runs;
        this.cancel = cancel;
        this.teams = teams;
        this.authorization = authorization;
        this.clock = clock;
    }

    /** Claims the times that have come, then starts what they ask for. */
    void tick() {
        claim(clock.instant());
        for (int done = 0; done < BATCH; done++) {
            if (firings.take(clock.instant()).map(this::work).isEmpty()) {
                return;
            }
        }
    }

    /** Claims all times up to now. */
    void claim(Instant now) {
        jdbi.useTransaction(transaction -> {
            for (Schedule schedule : schedules.due(transaction, now, BATCH)) {
                Instant first = schedule.nextAt();
                if (first == null) {
                    continue;
                }
                Due due = Due.of(schedule.times(), first, schedule.catchUp(), now);
                if (due.missed() != null) {
                    firings.miss(
                            transaction,
                            schedule.id(),
                            due.missed(),
                            "Nobody was there at this time, and catch-up is off or does not reach so far back.",
                            now);
                }
                due.start().forEach(at -> firings.claim(transaction, schedule.id(), at, now));
                schedules.advance(transaction, schedule.id(), due.next());
            }
        });
    }

    private Firing work(Firing firing) {
        schedules.find(firing.schedule()).ifPresent(schedule -> {
            try {
                work(schedule, firing);
            } catch (PlatformException.Unavailable later) {
                if (firing.at().plus(LONGEST_WAIT).isBefore(clock.instant())) {
                    firings.end(firing, Firing.Outcome.Skipped, "Missed", later.detail());
                }
            } catch (PlatformException refused) {
                firings.end(firing, Firing.Outcome.Refused, refused.type().name(), words(refused));
            }
        });
        return firing;
    }

    private void work(Schedule schedule, Firing firing) {
        Team team = teams.find(schedule.team().name()).orElse(null);
        if (team == null || !team.getMetadata().getUid().equals(schedule.team().uid())) {
            firings.end(firing, Firing.Outcome.Refused, "TeamGone", "The team of the schedule was deleted.");
            schedules.pause(schedule.id());
            return;
        }
        Decision decision = authorization.decide(
                schedule.owner(), Operation.CreateWork, schedule.team().name());
        if (decision != Decision.Allowed || team.getMetadata().getDeletionTimestamp() != null) {
            firings.end(
                    firing,
                    Firing.Outcome.Refused,
                    "AccessLost",
                    schedule.owner().name() + ", who made the schedule, may not submit runs in team "
                            + schedule.team().name() + " any more; somebody who may should make it anew.");
            return;
        }
        List<UUID> active = runs.active(schedule.id());
        if (schedule.concurrency() == Concurrency.Forbid && !active.isEmpty()) {
            firings.end(
                    firing,
                    Firing.Outcome.Skipped,
                    "StillRunning",
                    "Run " + active.getFirst() + " of an earlier time has not ended.");
            return;
        }
        submission.submit(
                team,
                schedule.owner().name(),
                schedule.request(),
                firing.run(),
                new RunTerms.Firing(schedule.name(), schedule.id(), firing.at()),
                transaction -> {
                    firings.started(transaction, firing);
                    if (schedule.concurrency() == Concurrency.Replace) {
                        active.forEach(run -> cancel.cancel(transaction, run, "schedule " + schedule.name()));
                    }
                });
    }

    private static String words(PlatformException refused) {
        StringBuilder words = new StringBuilder(refused.detail());
        refused.errors()
                .forEach(error -> words.append(' ')
                        .append(error.path())
                        .append(' ')
                        .append(error.message())
                        .append('.'));
        return words.toString();
    }
}
