package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.HttpOutbox;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches pods, claims and nodes, tells the outbox what changed, and every so often how far the cluster was observed.
 *
 * <p>All rows of what exists are told again at each start, under the same ids, and once an hour. Between starts it keeps
 * only what objects do not tell themselves: since when their quantities hold.
 */
public final class Meter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Meter.class);

    private final HttpOutbox outbox;
    private final ServerClock serverClock;
    private final Pace pace;
    private final Caches caches;
    private final Teller teller;
    private final Observations observations = new Observations();
    private final Rounds rounds;
    private final PodRelease release;
    private final MeterGauges gauges;
    private final ExecutorService releases =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("release").factory());
    private final AtomicBoolean releaseAsked = new AtomicBoolean();
    private volatile @Nullable Thread watermarks;

    /**
     * A meter of the cluster that the client speaks to.
     *
     * @param namespace of the platform, where it keeps what it has to know after a restart
     * @param pace how often it tells how far it has seen
     */
    public Meter(KubernetesClient client, String namespace, HttpOutbox outbox, MeterRegistry metrics, Pace pace) {
        this.outbox = outbox;
        this.pace = pace;
        this.serverClock = new ServerClock(client);
        this.caches = new Caches(client);
        this.teller = new Teller(caches, outbox, new SegmentBook(client, namespace));
        this.rounds = new Rounds(caches, teller, observations, outbox, pace.fullEvery());
        this.release = new PodRelease(client, outbox);
        this.gauges = new MeterGauges(metrics, outbox, caches, observations.unmeterable());
    }

    /**
     * Starts to observe; returns once every cache is filled and all that exists has been told.
     *
     * @throws IOException when the API server does not answer or refuses what the meter must see
     */
    public synchronized void start() throws IOException, InterruptedException {
        Instant asked = serverClock.ask();
        gauges.serverTime(asked);
        teller.moveTo(asked);
        caches.fill();
        remember();
        outbox.onAcknowledged(ids -> releasePods());
        outbox.start();
        caches.nodes.addEventHandler(observations.each((node, gone) -> teller.node(node, gone)));
        caches.claims.addEventHandler(observations.each((claim, gone) -> teller.claim(claim, gone)));
        caches.volumes.addEventHandler(observations.each((volume, gone) -> teller.volume(volume, gone)));
        caches.pods.addEventHandler(observations.each(this::tellPod));
        tell(asked);
        watermarks = Thread.ofVirtual().name("watermark").start(this::run);
        LOG.infof(
                "metering %d pods, %d claims, %d nodes",
                caches.pods.getStore().list().size(),
                caches.claims.getStore().list().size(),
                caches.nodes.getStore().list().size());
    }

    private void remember() throws IOException {
        try {
            teller.remember();
        } catch (KubernetesClientException refused) {
            throw new IOException("cannot read what the meter kept in the platform's namespace", refused);
        }
    }

    @Override
    public synchronized void close() {
        Thread running = watermarks;
        if (running != null) {
            running.interrupt();
            watermarks = null;
        }
        releases.shutdownNow();
        caches.close();
        outbox.close();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pace.every());
                try {
                    Instant asked = serverClock.ask();
                    gauges.serverTime(asked);
                    Thread.sleep(pace.lag());
                    tell(asked);
                } catch (IOException away) {
                    LOG.warnf("no watermark: %s", away.getMessage());
                } catch (RuntimeException fault) {
                    LOG.error("no watermark for a fault of our own", fault);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Instant asked) {
        if (rounds.tell(asked)) {
            releasePods();
        }
    }

    private void tellPod(Pod pod, boolean gone) {
        teller.pod(pod, gone);
        if (!gone && PodRelease.waits(pod)) {
            releasePods();
        }
    }

    /** On a thread of its own, since it asks the API server: neither watches nor the feed wait for that. */
    private void releasePods() {
        if (releaseAsked.compareAndSet(false, true)) {
            try {
                releases.execute(() -> {
                    releaseAsked.set(false);
                    caches.pods.getStore().list().stream()
                            .filter(PodRelease::waits)
                            .forEach(pod -> observations.observe(
                                    (one, gone) -> release.consider(one, teller.tellPod(one, gone)), pod, false));
                });
            } catch (RejectedExecutionException closed) {
                LOG.debug("closing, so no pod is released");
            }
        }
    }

    /**
     * How often it tells how far it has seen.
     *
     * @param every time between two watermarks
     * @param lag how long after the API server's date its events are waited for
     * @param fullEvery so many watermarks apart are two full lists
     */
    public record Pace(Duration every, Duration lag, int fullEvery) {
        /** Events that happened before the API server's date have reached the watches after two seconds. */
        private static final Duration LAG = Duration.ofSeconds(2);

        /**
         * With a full list about once an hour.
         *
         * @param interval time between two watermarks, at least a second
         */
        public static Pace every(Duration interval) {
            if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(
                        "the meter's interval is " + interval + ": set FREIHAFEN_METER_INTERVAL to PT1S or more");
            }
            return new Pace(interval, LAG, (int) Math.max(1, Duration.ofHours(1).dividedBy(interval)));
        }
    }
}
