package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.HttpOutbox;
import dev.freihafen.operator.outbox.Watermark;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches pods, claims and nodes, tells the outbox what changed, and how far the cluster was observed every 30 s.
 *
 * <p>It keeps nothing between starts: all rows of what exists are told again then, under the same ids, and once an hour.
 */
public final class Meter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Meter.class);
    /** Events that happened before the API server's date have reached the watches after two seconds. */
    private static final Pace PACE = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(2), 120);

    private final HttpOutbox outbox;
    private final ServerClock serverClock;
    private final Pace pace;
    private final Caches caches;
    private final Teller teller;
    private final PodRelease release;
    private final MeterGauges gauges;
    private final ExecutorService releases =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("release").factory());
    private final AtomicBoolean releaseAsked = new AtomicBoolean();
    private final Set<String> unmeterable = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread rounds;
    private int roundsSinceFull;

    /** A meter of the cluster that the client speaks to. */
    public Meter(KubernetesClient client, HttpOutbox outbox, MeterRegistry metrics) {
        this(client, outbox, metrics, PACE);
    }

    Meter(KubernetesClient client, HttpOutbox outbox, MeterRegistry metrics, Pace pace) {
        this.outbox = outbox;
        this.pace = pace;
        this.serverClock = new ServerClock(client);
        this.caches = new Caches(client);
        this.teller = new Teller(caches, outbox);
        this.release = new PodRelease(client, outbox);
        this.gauges = new MeterGauges(metrics, outbox, caches, unmeterable);
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
        outbox.onAcknowledged(ids -> releasePods());
        outbox.start();
        caches.nodes.addEventHandler(on((node, gone) -> teller.node(node, gone)));
        caches.claims.addEventHandler(on((claim, gone) -> teller.claim(claim, gone)));
        caches.volumes.addEventHandler(on((volume, gone) -> teller.volume(volume, gone)));
        caches.pods.addEventHandler(on(this::tellPod));
        roundsSinceFull = pace.fullEvery();
        tell(asked);
        rounds = Thread.ofVirtual().name("watermark").start(this::run);
        LOG.infof(
                "metering %d pods, %d claims, %d nodes",
                caches.pods.getStore().list().size(),
                caches.claims.getStore().list().size(),
                caches.nodes.getStore().list().size());
    }

    @Override
    public synchronized void close() {
        Thread running = rounds;
        if (running != null) {
            running.interrupt();
            rounds = null;
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

    /**
     * Tells the state of all that the caches hold, and then that it is all. Most rows were told before and are not sent
     * again; but an event whose handler is late, or that was lost in an overflow, is in before the watermark.
     */
    private void tell(Instant asked) {
        boolean full = roundsSinceFull >= pace.fullEvery() || outbox.mustBeToldAgain();
        boolean watching = caches.areWatching();
        Instant observed = teller.moveTo(asked);
        if (full) {
            outbox.beginList();
            roundsSinceFull = pace.fullEvery();
        }
        boolean complete =
                all(caches.nodes, teller::node) & all(caches.claims, teller::claim) & all(caches.pods, this::tellPod);
        if (!watching || !complete || !caches.areWatching()) {
            LOG.warn("no watermark: a watch is not connected, or the API server does not answer");
            return;
        }
        outbox.offer(full ? Watermark.full(observed.toString(), List.of()) : Watermark.until(observed.toString()));
        roundsSinceFull = full ? 0 : roundsSinceFull + 1;
        releasePods();
    }

    private <T extends HasMetadata> boolean all(SharedIndexInformer<T> informer, Observer<T> observer) {
        boolean complete = true;
        for (T object : informer.getStore().list()) {
            complete &= observe(observer, object, false);
        }
        return complete;
    }

    /** False when the API server did not answer, so that it has to be told later. */
    private <T extends HasMetadata> boolean observe(Observer<T> observer, T object, boolean gone) {
        String uid = object.getMetadata().getUid();
        try {
            observer.observe(object, gone);
            unmeterable.remove(uid);
            return true;
        } catch (KubernetesClientException away) {
            LOG.warnf("%s is told later: %s", name(object), away.getMessage());
            return false;
        } catch (RuntimeException absurd) {
            if (!gone && unmeterable.add(uid)) {
                LOG.errorf(absurd, "%s cannot be metered; its usage is missing in the ledger", name(object));
            }
            return true;
        }
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
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
                            .forEach(pod -> observe(
                                    (one, gone) -> release.consider(one, teller.podRows(one, gone)), pod, false));
                });
            } catch (RejectedExecutionException closed) {
                LOG.debug("closing, so no pod is released");
            }
        }
    }

    private <T extends HasMetadata> ResourceEventHandler<T> on(Observer<T> observer) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                observe(observer, object, false);
            }

            @Override
            public void onUpdate(T before, T object) {
                observe(observer, object, false);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                observe(observer, object, true);
                unmeterable.remove(object.getMetadata().getUid());
            }
        };
    }

    private interface Observer<T> {
        void observe(T object, boolean gone);
    }

    /**
     * How often it tells how far it has seen.
     *
     * @param every time between two watermarks
     * @param lag how long after the API server's date its events are waited for
     * @param fullEvery so many watermarks apart are two full lists
     */
    record Pace(Duration every, Duration lag, int fullEvery) {}
}
