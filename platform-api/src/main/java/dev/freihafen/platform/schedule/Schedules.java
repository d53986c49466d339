package dev.freihafen.platform.schedule;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Bounds;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.run.RunSubmission;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes schedules for those who may. */
@Singleton
public class Schedules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Jdbi jdbi;
    private final ScheduleStore store;
    private final RunSubmission submission;
    private final Authorization authorization;
    private final Clock clock;

    Schedules(Jdbi jdbi, ScheduleStore store, RunSubmission submission, Authorization authorization, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.submission = submission;
        this.authorization = authorization;
        this.clock = clock;
    }

    /** What became of a schedule that was put. */
    public record Put(Schedule schedule, boolean created) {}

    /**
     * Makes a schedule, or changes the one of that name. It stays with who made it; a time that has come before is still
     * worked on.
     *
     * @param dryRun everything is checked, nothing written
     * @throws PlatformException.ValidationFailed when the name, the times or the run that is asked for are wrong
     * @throws PlatformException.Forbidden when it is somebody else's
     */
    public Put put(String team, String name, Caller caller, ScheduleBody body, boolean dryRun) {
        Team there = authorization.require(caller, Operation.CreateWork, team);
        requireGroups(caller);
        TeamKey key = TeamKey.of(there);
        Optional<Schedule> before = store.find(key, name);
        before.ifPresent(known -> authorization.requireOn(
                caller, Operation.ChangeWork, team, known.owner().name()));
        Schedule wanted = checked(key, name, caller, body);
        submission.dryRun(there, before.map(known -> known.owner().name()).orElse(caller.name()), body.run());
        if (dryRun) {
            return new Put(wanted, before.isEmpty());
        }
        return jdbi.inTransaction(transaction -> {
            Schedule known = store.lock(transaction, key, name).orElse(null);
            Schedule after = wanted;
            if (known != null) {
                authorization.requireOn(
                        caller, Operation.ChangeWork, team, known.owner().name());
                after = changed(known, wanted, caller);
            }
            if (!store.write(transaction, after)) {
                throw new PlatformException.Conflict(
                        "Somebody else made a schedule " + name + " just now; look at it before you change it.");
            }
            return new Put(after, known == null);
        });
    }

    /** A schedule outlives whoever made it for as long as his groups allow; a pod has none. */
    private static void requireGroups(Caller caller) {
        Bounds bounds = caller.bounds();
        if (bounds != null && bounds.role() != null) {
            throw new PlatformException.Forbidden("Schedules are made by people and their tokens, not by the token of a"
                    + " workspace; make one at POST /api/v1/tokens and use that.");
        }
    }

    private Schedule checked(TeamKey team, String name, Caller caller, ScheduleBody body) {
        List<FieldError> errors = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            errors.add(
                    new FieldError("name", "must be 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends"));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ZoneId zone = zone(body.zone(), errors);
        boolean isPaused = Boolean.TRUE.equals(body.paused());
        Instant next = next(body.cron(), zone, now, errors);
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed("Correct what errors lists and send it again.", errors);
        }
        return new Schedule(
                UUID.randomUUID(),
                team,
                name,
                body.cron().strip(),
                zone,
                Boolean.TRUE.equals(body.catchUp()),
                Objects.requireNonNullElse(body.concurrency(), Concurrency.Allow),
                isPaused,
                body.run(),
                caller,
                now,
                now,
                isPaused ? null : next);
    }

    private static ZoneId zone(@Nullable String name, List<FieldError> errors) {
        try {
            return CronTimes.zone(name == null ? "UTC" : name);
        } catch (IllegalArgumentException none) {
            errors.add(new FieldError("zone", String.valueOf(none.getMessage())));
            return ZoneId.of("UTC");
        }
    }

    private static @Nullable Instant next(String cron, ZoneId zone, Instant now, List<FieldError> errors) {
        try {
            Optional<Instant> next = CronTimes.of(cron, zone).after(now);
            if (next.isEmpty()) {
                errors.add(new FieldError("cron", "names a time that never comes"));
            }
            return next.orElse(null);
        } catch (IllegalArgumentException none) {
            errors.add(new FieldError("cron", String.valueOf(none.getMessage())));
            return null;
        }
    }

    private static Schedule changed(Schedule known, Schedule wanted, Caller caller) {
        boolean isOwners = known.owner().subject().equals(caller.subject());
        boolean goesOn = !known.paused()
                && !wanted.paused()
                && known.cron().equals(wanted.cron())
                && known.zone().equals(wanted.zone());
        return new Schedule(
                known.id(),
                known.team(),
                known.name(),
                wanted.cron(),
                wanted.zone(),
                wanted.catchUp(),
                wanted.concurrency(),
                wanted.paused(),
                wanted.request(),
                isOwners ? caller : known.owner(),
                known.createdAt(),
                wanted.changedAt(),
                goesOn ? known.nextAt() : wanted.nextAt());
    }

    /** Nothing starts any more until it is resumed; runs that go on are left alone. */
    public Schedule pause(String team, String name, Caller caller) {
        return pausing(team, name, caller, true);
    }

    /** It goes on with the next time to come; those in between are not made up for. */
    public Schedule resume(String team, String name, Caller caller) {
        return pausing(team, name, caller, false);
    }

    private Schedule pausing(String team, String name, Caller caller, boolean isPaused) {
        TeamKey key = findToChange(team, name, caller).team();
        return jdbi.inTransaction(transaction -> {
            Schedule known = store.lock(transaction, key, name).orElseThrow(() -> unknown(team, name));
            if (known.paused() == isPaused) {
                return known;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Schedule after = new Schedule(
                    known.id(),
                    known.team(),
                    known.name(),
                    known.cron(),
                    known.zone(),
                    known.catchUp(),
                    known.concurrency(),
                    isPaused,
                    known.request(),
                    known.owner(),
                    known.createdAt(),
                    now,
                    isPaused ? null : known.times().after(now).orElse(null));
            store.write(transaction, after);
            return after;
        });
    }

    /** Deletes it and what is known of its times; its runs stay. */
    public void delete(String team, String name, Caller caller) {
        store.delete(findToChange(team, name, caller).id());
    }

    /**
     * The schedule of that name.
     *
     * @throws PlatformException.NotFound when there is none
     */
    public Schedule find(String team, String name, Caller caller) {
        TeamKey key = TeamKey.of(authorization.require(caller, Operation.ReadWork, team));
        return store.find(key, name).orElseThrow(() -> unknown(team, name));
    }

    private Schedule findToChange(String team, String name, Caller caller) {
        Schedule found = find(team, name, caller);
        authorization.requireOn(
                caller, Operation.ChangeWork, team, found.owner().name());
        return found;
    }

    private static PlatformException.NotFound unknown(String team, String name) {
        return new PlatformException.NotFound(
                "Team " + team + " has no schedule " + name + "; GET /api/v1/teams/" + team + "/schedules lists them.");
    }
}
