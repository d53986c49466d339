package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The outbox that sends by HTTP, one batch at a time from one virtual thread, until each row is acknowledged.
 *
 * <p>Memory is bounded by {@value #CAPACITY} waiting rows. Rows that find no room are told again: the meter asks
 * {@link #mustBeToldAgain()} and repeats its full list, and the run reconciler offers its rows until they are acknowledged.
 */
public final class HttpOutbox implements Outbox, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HttpOutbox.class);
    private static final int CAPACITY = 20_000;
    private static final int MEMORY = 100_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String cluster;
    private final FeedClient client;
    private final RowQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private final Counter accepted;
    private final Counter rejected;
    private volatile @Nullable String acknowledgedUntil;
    private volatile @Nullable Thread sender;
    /** Rows of a batch; fewer after a batch was refused as a whole. Used by the sender alone. */
    private int mostRows = RowQueue.MOST_ROWS;

    HttpOutbox(String cluster, URI api, FeedClient.TokenSource tokens, ObjectMapper json, MeterRegistry metrics) {
        this.cluster = cluster;
        this.client = new FeedClient(api, tokens, json);
        this.queue = new RowQueue(CAPACITY, MEMORY, metrics.config().clock()::monotonicTime);
        this.accepted = metrics.counter("freihafen.outbox.rows", "outcome", "accepted");
        this.rejected = metrics.counter("freihafen.outbox.rows", "outcome", "rejected");
        Gauge.builder("freihafen.outbox.depth", this, HttpOutbox::depth)
                .description("Rows that wait for the platform API")
                .register(metrics);
        TimeGauge.builder("freihafen.outbox.oldest.age", this, TimeUnit.NANOSECONDS, HttpOutbox::oldestAgeNanos)
                .description("How long the first of the waiting rows has waited")
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
        return asked(() -> queue.isAcknowledged(id));
    }

    /** Calls back with the ids of each batch that was acknowledged, on the sender's thread. */
    public void onAcknowledged(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    /** Whether rows were dropped for want of room, and there is room to tell everything again. */
    public boolean mustBeToldAgain() {
        return asked(queue::mustBeToldAgain);
    }

    /** Begins a full list: what lasts is gathered from the rows offered from now on, for the full watermark to name. */
    public void beginList() {
        locked(queue::beginList);
    }

    /** The last time up to which the platform API knows this cluster, since this operator started. */
    public Optional<Instant> acknowledgedUntil() {
        return Optional.ofNullable(acknowledgedUntil).map(Instant::parse);
    }

    private int depth() {
        return asked(queue::depth);
    }

    private double oldestAgeNanos() {
        return asked(queue::oldestAgeNanos);
    }

    private <T> T asked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
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
                    mostRows = Math.min(RowQueue.MOST_ROWS, mostRows * 2);
                } catch (FeedClient.Refused refused) {
                    narrowDown(batch, String.valueOf(refused.getMessage()));
                } catch (FeedClient.RetryLater later) {
                    LOG.warnf("%s; %d rows wait, sending again", later.getMessage(), depth());
                    pause = rest(pause, later.atLeast());
                } catch (RuntimeException fault) {
                    LOG.errorf(fault, "%d rows wait, sending again after a fault of our own", depth());
                    pause = rest(pause, Duration.ZERO);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration rest(Duration pause, Duration atLeast) throws InterruptedException {
        Thread.sleep(
                longer(pause, atLeast).plusMillis(ThreadLocalRandom.current().nextLong(250)));
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Tries smaller batches until the one row or the watermark that is refused stands alone; that one is given up. */
    private void narrowDown(Batch batch, String reason) {
        if (batch.rows().size() > 1 || (!batch.rows().isEmpty() && batch.watermark() != null)) {
            mostRows = Math.max(1, batch.rows().size() / 2);
            LOG.warnf("%s to %d rows; trying %d at a time", reason, batch.rows().size(), mostRows);
            return;
        }
        LOG.errorf("%s to %s; it is given up", reason, batch.rows().isEmpty() ? "the watermark" : "a row alone");
        List<Acknowledgement.Rejection> rejections = batch.rows().stream()
                .map(row -> new Acknowledgement.Rejection(row.id(), reason))
                .toList();
        settle(batch, new Acknowledgement(List.of(), rejections));
    }

    private Batch await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Batch batch = queue.next(cluster, mostRows);
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
        if (batch.watermark() != null) {
            acknowledgedUntil = batch.watermark().observedUntil();
        }
        settle(batch, answer);
    }

    private void settle(Batch batch, Acknowledgement answer) {
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
