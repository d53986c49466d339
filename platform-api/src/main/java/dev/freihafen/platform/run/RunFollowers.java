package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.DatabaseOutage;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Those who follow runs. Events are read from the database for all of them together, twice a second while there are any, so
 * that it does not matter which program took an event in.
 */
@Singleton
class RunFollowers {
    private static final Logger LOG = Logger.getLogger(RunFollowers.class);
    private static final int LOOK_MILLIS = 500;
    private static final int MOST_OF_A_CALLER = 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration STUCK = Duration.ofMinutes(1);
    /** Then the connection is ended, and its next one needs a token that is good then. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final RunEventReader events;
    private final Authorization authorization;
    private final int most;
    private final Clock clock;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("followers").factory());

    RunFollowers(RunEventReader events, Authorization authorization, PlatformConfig config, Clock clock) {
        this.events = events;
        this.authorization = authorization;
        this.most = config.runs().followers();
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
        followers.forEach(Follower::close);
    }

    /**
     * Sends what becomes of a run, until its attempt has ended.
     *
     * @param lastEventId the last number that the reader has, null for all of it
     * @throws WebApplicationException with 204 when nothing is to come
     * @throws PlatformException.Unavailable when too many follow already
     */
    void follow(Caller caller, Run run, @Nullable String lastEventId, SseEventSink sink, Sse sse) {
        int after = number(lastEventId);
        Optional<RunEventReader.RunEvent> newest = events.newest(run.id());
        boolean isWritten = newest.isPresent();
        boolean hasEnded = run.progress().state().isTerminal();
        boolean hasAll = after >= newest.map(RunEventReader.RunEvent::number).orElse(0);
        if (hasEnded && lastEventId != null && hasAll) {
            throw new WebApplicationException(Response.noContent().build());
        }
        Follower follower = new Follower(caller, run, after, sink, sse, clock.instant());
        if (hasEnded && !isWritten) {
            follower.send(List.of(end(run)), clock.instant());
            return;
        }
        add(follower);
    }

    /** The end of a run whose events are no longer kept. */
    private static RunEventReader.RunEvent end(Run run) {
        return new RunEventReader.RunEvent(
                0,
                "run",
                true,
                "{\"at\":\"" + run.progress().finishedAt() + "\","
                        + RunEvents.json(RunEvents.news(run)).substring(1));
    }

    private static int number(@Nullable String lastEventId) {
        if (lastEventId == null) {
            return 0;
        }
        if (!lastEventId.matches("[0-9]{1,9}")) {
            throw new PlatformException.BadRequest(
                    "Last-Event-ID is not the id of an event of a run; follow it again without the header.",
                    List.of(new FieldError("Last-Event-ID", "must be a number")));
        }
        return Integer.parseInt(lastEventId);
    }

    private synchronized void add(Follower follower) {
        followers.removeIf(Follower::isOver);
        String subject = follower.caller().subject();
        long own = followers.stream()
                .filter(there -> there.caller().subject().equals(subject))
                .count();
        if (followers.size() >= most || own >= MOST_OF_A_CALLER) {
            throw new PlatformException.Unavailable((own >= MOST_OF_A_CALLER
                            ? "You follow " + own + " runs already: close one"
                            : "Too many connections follow runs: come back in a moment")
                    + ", or ask GET /api/v1/teams/{team}/runs/{id} now and then.");
        }
        followers.add(follower);
    }

    private void look() {
        try {
            Instant now = clock.instant();
            followers.forEach(follower -> keepOrClose(follower, now));
            followers.removeIf(Follower::isOver);
            List<Follower> idle = followers.stream().filter(Follower::isIdle).toList();
            if (idle.isEmpty()) {
                return;
            }
            events.after(idle.stream().map(Follower::place).toList()).stream()
                    .collect(Collectors.groupingBy(
                            RunEventReader.Found::place,
                            Collectors.mapping(RunEventReader.Found::event, Collectors.toList())))
                    .forEach((place, found) -> idle.get(place).send(found, now));
        } catch (RuntimeException failure) {
            if (DatabaseOutage.causes(failure)) {
                LOG.debug("those who follow runs wait for the database", failure);
            } else {
                LOG.warn("events of runs could not be sent; it is tried again", failure);
            }
        }
    }

    private void keepOrClose(Follower follower, Instant now) {
        if (follower.isOlderThan(LONGEST, now)) {
            follower.close();
            return;
        }
        if (!follower.isQuietFor(HEARTBEAT, now)) {
            return;
        }
        boolean mayRead =
                authorization.decide(follower.caller(), Operation.ReadWork, follower.team()) == Decision.Allowed;
        if (!mayRead || follower.isQuietFor(STUCK, now)) {
            follower.close();
        } else {
            follower.sendSignOfLife(now);
        }
    }
}
