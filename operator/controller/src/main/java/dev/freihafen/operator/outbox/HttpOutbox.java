package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The outbox that sends by HTTP, one batch at a time from one virtual thread, until each row is acknowledged.
 *
 * <p>Memory is bounded by {@value #CAPACITY} waiting rows. Rows that find no room are told again: the meter asks
 * {@link #overflowed()} and repeats its full list, and the run reconciler offers its rows until they are acknowledged.
 */
public final class HttpOutbox implements Outbox, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HttpOutbox.class);
    private static final int CAPACITY = 20_000;
    private static final int MEMORY = 100_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String cluster;
    private final FeedClient client;
    private final RowQueue queue = new RowQueue(CAPACITY, MEMORY);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private final Counter accepted;
    private final Counter rejected;
    private volatile @Nullable Thread sender;

    HttpOutbox(String cluster, URI api, FeedClient.TokenSource tokens, ObjectMapper json, MeterRegistry metrics) {
        this.cluster = cluster;
        this.client = new FeedClient(api, tokens, json);
        this.accepted = metrics.counter("freihafen.outbox.rows", "outcome", "accepted");
        this.rejected = metrics.counter("freihafen.outbox.rows", "outcome", "rejected");
        Gauge.builder("freihafen.outbox.depth", this, HttpOutbox::depth)
                .description("Rows that wait for the platform API")
                .register(metrics);
    }

    /** Starts sending; a second call does nothing. */
    public synchronized void start() {
        if (sender == null) {
            sender = Thread.ofVirtual().name("outbox").start(this::run);
        }
    }

    @Override
    public synchronized void close() {
        Thread running = sender;
        if (running != null) {
            running.interrupt();
            sender = null;
        }
    }

    @Override
    public void offer(FeedRow row) {
        locked(() -> queue.offer(row));
    }

    /** Queues how far the cluster was observed; it goes out after every row that was offered before. */
    public void offer(Watermark watermark) {
        locked(() -> queue.offer(watermark));
    }

    @Override
    public boolean isAcknowledged(String id) {
        lock.lock();
        try {
            return queue.isAcknowledged(id);
        } finally {
            lock.unlock();
        }
    }

    /** Calls back with the ids of each batch that was acknowledged, on the sender's thread. */
    public void onAcknowledged(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    /** Whether rows were dropped for want of room, and there is room to tell them again; asking resets it. */
    public boolean overflowed() {
        lock.lock();
        try {
            return queue.overflowed();
        } finally {
            lock.unlock();
        }
    }

    private int depth() {
        lock.lock();
        try {
            return queue.depth();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Batch batch = await();
                try {
                    acknowledge(batch, client.send(batch));
                    pause = FIRST_PAUSE;
                } catch (FeedClient.RetryLater later) {
                    LOG.warnf("%s; %d rows wait, sending again", later.getMessage(), depth());
                    Thread.sleep(longer(pause, later.atLeast())
                            .plusMillis(ThreadLocalRandom.current().nextLong(250)));
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Batch await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Batch batch = queue.next(cluster);
                if (!batch.rows().isEmpty() || batch.watermark() != null) {
                    return batch;
                }
                work.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(Batch batch, Acknowledgement answer) {
        Set<String> ids = answer.ids().collect(Collectors.toSet());
        lock.lock();
        try {
            queue.acknowledge(batch, ids);
        } finally {
            lock.unlock();
        }
        accepted.increment(answer.accepted().size());
        rejected.increment(answer.rejected().size());
        answer.rejected().forEach(row -> LOG.warnf("row %s was rejected: %s", row.id(), row.reason()));
        listeners.forEach(listener -> listener.accept(ids));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
