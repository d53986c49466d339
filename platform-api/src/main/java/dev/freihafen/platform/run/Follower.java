package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.Caller;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * One connection that follows a run. It is sent one event after the other, each when the one before has left, and is asked
 * for no more while it has any left to send: a slow reader holds up nobody and piles up nothing.
 */
final class Follower {
    private static final long RECONNECT_MILLIS = 2_000;

    private final Caller caller;
    private final String team;
    private final UUID run;
    private final SseEventSink sink;
    private final Sse sse;
    private final Instant since;
    private final Deque<RunEventReader.RunEvent> toSend = new ArrayDeque<>();
    private int after;
    private boolean isSending;
    private boolean isDone;
    /** Whether the run had ended when it was last told of; steps may be told of later. */
    private boolean runHasEnded;

    private Instant quietSince;

    Follower(Caller caller, Run run, int after, SseEventSink sink, Sse sse, Instant now) {
        this.caller = caller;
        this.team = run.team();
        this.run = run.id();
        this.after = after;
        this.runHasEnded = run.progress().state().isTerminal();
        this.sink = sink;
        this.sse = sse;
        this.since = now;
        this.quietSince = now;
    }

    Caller caller() {
        return caller;
    }

    String team() {
        return team;
    }

    /** From where on it wants events. */
    synchronized RunEventReader.Place place() {
        return new RunEventReader.Place(run, after);
    }

    /** Whether it has nothing left to send. */
    synchronized boolean isIdle() {
        return !isSending && !isDone && toSend.isEmpty();
    }

    /** Whether the connection is gone. */
    synchronized boolean isOver() {
        return isDone || sink.isClosed();
    }

    /** Whether nothing has left for that long, so that a sign of life is due or the reader is stuck. */
    synchronized boolean isQuietFor(Duration time, Instant now) {
        return quietSince.plus(time).isBefore(now);
    }

    /** Whether the connection is that old. */
    boolean isOlderThan(Duration time, Instant now) {
        return since.plus(time).isBefore(now);
    }

    /** Sends events, the oldest first; ends with the last that there is of a run that has ended. */
    synchronized void send(List<RunEventReader.RunEvent> events, Instant now) {
        toSend.addAll(events);
        sendNext(now);
    }

    /** A comment, which readers ignore. */
    synchronized void sendSignOfLife(Instant now) {
        if (isIdle()) {
            write(sse.newEventBuilder().comment("still here").build(), now, false);
        }
    }

    synchronized void close() {
        isDone = true;
        toSend.clear();
        if (!sink.isClosed()) {
            sink.close();
        }
    }

    private void sendNext(Instant now) {
        RunEventReader.RunEvent event = isSending || isDone ? null : toSend.poll();
        if (event != null) {
            after = event.number();
            runHasEnded = event.ends() || (runHasEnded && !event.kind().equals("run"));
            write(
                    sse.newEventBuilder()
                            .id(Integer.toString(event.number()))
                            .name(event.kind())
                            .reconnectDelay(RECONNECT_MILLIS)
                            .data(String.class, event.data())
                            .build(),
                    now,
                    runHasEnded && toSend.isEmpty());
        }
    }

    private void write(OutboundSseEvent event, Instant now, boolean isLast) {
        isSending = true;
        quietSince = now;
        try {
            sink.send(event).whenComplete((sent, failure) -> written(now, isLast || failure != null));
        } catch (IllegalStateException closed) {
            close();
        }
    }

    private synchronized void written(Instant now, boolean isEnd) {
        isSending = false;
        if (isEnd) {
            close();
        } else {
            sendNext(now);
        }
    }
}
