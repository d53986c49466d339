package dev.freihafen.operator;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.operator.meter.Meter;
import dev.freihafen.operator.outbox.HttpOutbox;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the reconcilers and, once this operator leads, the meter. */
@Singleton
public class OperatorRuntime {
    private static final Logger LOG = Logger.getLogger(OperatorRuntime.class);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final HttpOutbox outbox;
    private final Meter meter;
    private final Operator operator;
    private final IntConsumer exit;
    private volatile boolean stopping;
    private volatile @Nullable Thread first;

    @Inject
    OperatorRuntime(
            KubernetesClient client,
            OperatorConfig config,
            HttpOutbox outbox,
            MeterRegistry registry,
            @Any Instance<Reconciler<?>> reconcilers) {
        this(client, config, outbox, registry, reconcilers.stream().toList(), Quarkus::asyncExit);
    }

    OperatorRuntime(
            KubernetesClient client,
            OperatorConfig config,
            HttpOutbox outbox,
            MeterRegistry registry,
            List<Reconciler<?>> reconcilers,
            IntConsumer exit) {
        this.client = client;
        this.exit = exit;
        this.config = config;
        this.outbox = outbox;
        this.meter = new Meter(client, config.namespace(), outbox, registry, Meter.Pace.every(config.meterInterval()));
        this.operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("freihafen-operator")
                                .withLeaseNamespace(config.namespace())
                                .withIdentity(UUID.randomUUID().toString())
                                .withLeaseDuration(config.leaseDuration())
                                .withRenewDeadline(
                                        config.leaseDuration().multipliedBy(2).dividedBy(3))
                                .withRetryPeriod(config.leaseDuration().dividedBy(7))
                                .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::follow, leader -> {}))
                                .withExitOnStopLeading(false)
                                .build()));
        reconcilers.forEach(operator::register);
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void start() {
        operator.start();
    }

    void stop() {
        stopping = true;
        endMeter();
        operator.stop();
    }

    /** The health check asks it. */
    Operator operator() {
        return operator;
    }

    /** On a thread of its own, since the lease is renewed and the reconcilers begin only once this has returned. */
    private void lead() {
        LOG.info("leading");
        first = Thread.ofVirtual().name("lead").start(this::begin);
    }

    /** What hinders it ends this operator, which would go on to hold the lease without metering. */
    private void begin() {
        try {
            createClusterProfile();
            if (config.feedEnabled()) {
                outbox.start();
                meter.start();
            }
        } catch (IOException | RuntimeException hindered) {
            if (!stopping) {
                LOG.error("this operator cannot lead; ending so that another try is made", hindered);
                exit.accept(1);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another operator leads now, or nobody: this one ends and is started again as a candidate. Not while it stops anyway. */
    private void follow() {
        if (!stopping) {
            LOG.warn("lost the lead; ending");
            endMeter();
            exit.accept(1);
        }
    }

    /** A meter that is still starting would be waited for. */
    private void endMeter() {
        Thread running = first;
        if (running != null) {
            running.interrupt();
        }
        meter.close();
    }

    private void createClusterProfile() {
        if (client.resources(ClusterProfile.class).withName("cluster").get() == null) {
            ClusterProfile profile = new ClusterProfile();
            profile.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
            client.resource(profile).create();
        }
    }
}
