package dev.freihafen.kfp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
    private final List<Held> holds = new CopyOnWriteArrayList<>();

    /** Requests that are kept waiting, until they are let go and their connections cut. */
    public static final class Held {
        private final String request;
        private final String mark;
        private final boolean done;
        private final AtomicInteger waiting = new AtomicInteger();
        private final CountDownLatch free = new CountDownLatch(1);

        private Held(String request, String mark, boolean done) {
            this.request = request;
            this.mark = mark;
            this.done = done;
        }

        /** Whether one has come and waits. */
        public boolean isThere() {
            return waiting.get() > 0;
        }

        /** Nobody waits any more. */
        public void release() {
            free.countDown();
        }

        /** Whether what it asks for is done before it waits. */
        boolean isDone() {
            return done;
        }

        void await() {
            waiting.incrementAndGet();
            try {
                free.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Requests of a kind, as {@code POST /runs}, are never answered: they wait until they are released.
     *
     * @param mark text that their query or body holds
     * @param done whether what they ask for is done before they wait
     */
    public Held hold(String request, String mark, boolean done) {
        Held held = new Held(request, mark, done);
        holds.add(held);
        return held;
    }

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

    void releaseAll() {
        holds.forEach(Held::release);
    }

    /** What keeps a request waiting. */
    Optional<Held> holding(String request, String text) {
        return holds.stream()
                .filter(held -> held.free.getCount() > 0 && held.request.equals(request) && text.contains(held.mark))
                .findFirst();
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
