package dev.freihafen.kfp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong next. Some traps of the server are no switch, since they are how it always is: a second POST with one run id
 * makes a second Workflow, a terminated run ends FAILED, and a run whose Workflow is gone stays RUNNING.
 */
public final class Traps {
    private final AtomicInteger repliesToDrop = new AtomicInteger();
    private final AtomicInteger rowsToLose = new AtomicInteger();
    private final AtomicInteger postsToLose = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile @Nullable Integer retryAfterSeconds;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean gone;

    /** The next so many POSTs of a run are done wholly, and the connection is cut instead of an answer. */
    public void dropReplies(int next) {
        repliesToDrop.set(next);
    }

    /** The next so many POSTs of a run make the Workflow but no row, and the connection is cut: a row-less Workflow. */
    public void loseRows(int next) {
        rowsToLose.set(next);
    }

    /** The next so many POSTs of a run do nothing, and the connection is cut. */
    public void losePosts(int next) {
        postsToLose.set(next);
    }

    /** The next so many requests of any kind are answered 503, with the header {@code Retry-After} where seconds are given. */
    public void refuse(int next, @Nullable Integer seconds) {
        retryAfterSeconds = seconds;
        refusals.set(next);
    }

    /** Each answer waits so long. */
    public void slow(Duration each) {
        delay = each;
    }

    /** Whether every connection is cut without an answer. */
    public void gone(boolean now) {
        gone = now;
    }

    boolean dropsReply() {
        return take(repliesToDrop);
    }

    boolean losesRow() {
        return take(rowsToLose);
    }

    boolean losesPost() {
        return take(postsToLose);
    }

    boolean refuses() {
        return take(refusals);
    }

    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    Duration delay() {
        return delay;
    }

    boolean isGone() {
        return gone;
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(count -> count > 0 ? count - 1 : 0) > 0;
    }
}
