package dev.freihafen.platform.alert;

import dev.freihafen.platform.problem.DatabaseOutage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Empties the outbox of alerts, again and again until every delivery has arrived. */
@Singleton
public class AlertDelivery {
    private static final Logger LOG = Logger.getLogger(AlertDelivery.class);
    private static final int BATCH = 20;
    private static final int SWEEP_SECONDS = 2;

    private final AlertStore alerts;
    private final Map<Channel.Kind, Channel> channels = new EnumMap<>(Channel.Kind.class);
    private final Clock clock;
    private final MeterRegistry metrics;
    private final AtomicInteger pending = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("alerts").factory());

    AlertDelivery(AlertStore alerts, @All List<Channel> channels, MeterRegistry metrics, Clock clock) {
        this.alerts = alerts;
        channels.forEach(channel -> this.channels.put(channel.kind(), channel));
        this.clock = clock;
        this.metrics = metrics;
        Gauge.builder("freihafen.alerts.pending", pending, AtomicInteger::get)
                .description("Deliveries of alerts that have not arrived yet")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::attempt, 0, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void attempt() {
        try {
            sweep();
            pending.set(alerts.pending());
        } catch (RuntimeException failure) {
            if (DatabaseOutage.causes(failure)) {
                LOG.debug("alerts wait for the database", failure);
            } else {
                LOG.warn("alerts could not be delivered; it is tried again", failure);
            }
        }
    }

    /** Tries everything whose turn it is. */
    void sweep() {
        List<AlertStore.Due> due;
        do {
            due = alerts.take(clock.instant(), BATCH);
            due.forEach(this::deliver);
        } while (due.size() == BATCH);
    }

    private void deliver(AlertStore.Due due) {
        Channel channel = Objects.requireNonNull(channels.get(due.channel()));
        try {
            channel.deliver(due.alert(), due.target());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception failure) {
            LOG.warnf(
                    "alert %s could not be delivered by %s (attempt %d): %s",
                    due.alert().id(), due.channel(), due.attempts(), failure);
            alerts.failed(due, String.valueOf(failure.getMessage()));
            count(due, "failed");
            return;
        }
        alerts.delivered(due, clock.instant());
        count(due, "delivered");
    }

    private void count(AlertStore.Due due, String outcome) {
        metrics.counter("freihafen.alerts.deliveries", "channel", due.channel().name(), "outcome", outcome)
                .increment();
    }
}
