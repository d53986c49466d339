package dev.freihafen.platform.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks at clusters that are known further, on a thread of its own. Marks that come while it looks wait, one for each
 * cluster, and are looked at together: a cluster is never passed over for another.
 */
public final class MarkFollower {
    private static final Logger LOG = Logger.getLogger(MarkFollower.class);

    private final Map<String, WatermarkAdvanced> waiting = new LinkedHashMap<>();
    private final Consumer<List<WatermarkAdvanced>> look;
    private final ExecutorService thread;

    /**
     * @param name of the thread
     * @param look what to do with the latest mark of each cluster; it must not throw
     */
    public MarkFollower(String name, Consumer<List<WatermarkAdvanced>> look) {
        this.look = look;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Looks at it soon; returns at once. */
    public void add(WatermarkAdvanced mark) {
        boolean first;
        synchronized (waiting) {
            first = waiting.isEmpty();
            waiting.merge(mark.cluster(), mark, MarkFollower::later);
        }
        if (first) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("no mark is looked at any more", stopping);
            }
        }
    }

    /** Looks at nothing any more. */
    public void stop() {
        thread.shutdownNow();
    }

    private void look() {
        List<WatermarkAdvanced> marks;
        synchronized (waiting) {
            marks = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        look.accept(marks);
    }

    private static WatermarkAdvanced later(WatermarkAdvanced one, WatermarkAdvanced other) {
        return one.observedUntil().isAfter(other.observedUntil()) ? one : other;
    }
}
