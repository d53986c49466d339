package dev.freihafen.operator.meter;

import dev.freihafen.operator.outbox.HttpOutbox;
import dev.freihafen.operator.outbox.Watermark;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells the state of all that the caches hold, and then that it is all. Most rows were told before and are not sent again;
 * but an event whose handler is late, or that was lost in an overflow, is in before the watermark.
 */
final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final Caches caches;
    private final Teller teller;
    private final Observations observations;
    private final HttpOutbox outbox;
    private final int fullEvery;
    private int sinceFull;

    /** @param fullEvery so many rounds apart are two full lists; the first is one */
    Rounds(Caches caches, Teller teller, Observations observations, HttpOutbox outbox, int fullEvery) {
        this.caches = caches;
        this.teller = teller;
        this.observations = observations;
        this.outbox = outbox;
        this.fullEvery = fullEvery;
        this.sinceFull = fullEvery;
    }

    /**
     * Tells once.
     *
     * @param asked time of the API server, of which every event has reached the caches
     * @return whether a watermark was told
     */
    boolean tell(Instant asked) {
        boolean full = sinceFull >= fullEvery || outbox.mustBeToldAgain();
        boolean watching = caches.areWatching();
        Instant observed = teller.moveTo(asked);
        if (full) {
            outbox.beginList();
            sinceFull = fullEvery;
        }
        boolean complete =
                all(caches.nodes, teller::node) & all(caches.claims, teller::claim) & all(caches.pods, teller::pod);
        if (!watching || !complete || !caches.areWatching()) {
            LOG.warn("no watermark: a watch is not connected, or the API server does not answer");
            return false;
        }
        outbox.offer(full ? Watermark.full(observed.toString(), List.of()) : Watermark.until(observed.toString()));
        sinceFull = full ? 0 : sinceFull + 1;
        return true;
    }

    private <T extends HasMetadata> boolean all(SharedIndexInformer<T> informer, Observations.Observer<T> observer) {
        boolean complete = true;
        for (T object : informer.getStore().list()) {
            complete &= observations.observe(observer, object, false);
        }
        return complete;
    }
}
