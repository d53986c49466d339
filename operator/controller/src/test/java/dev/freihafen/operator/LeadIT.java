package dev.freihafen.operator;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.operator.hardware.HardwareClassReconciler;
import dev.freihafen.operator.outbox.FeedServer;
import dev.freihafen.operator.outbox.HttpOutbox;
import dev.freihafen.operator.outbox.Watermark;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who leads, and what becomes of an operator that leads no more. */
class LeadIT {
    private static final String SOMEBODY_ELSE = "somebody-else";

    @RegisterExtension
    static final RunningOperator CLUSTER = new RunningOperator();

    /** Also afterwards: the API server is shared with other tests, and who leads makes a ClusterProfile. */
    @BeforeEach
    @AfterEach
    void nobodyLeads() {
        CLUSTER.admin()
                .leases()
                .inNamespace("freihafen-system")
                .withName("freihafen-operator")
                .delete();
        CLUSTER.admin().resources(ClusterProfile.class).delete();
    }

    @Test
    void anOperatorThatLosesTheLeadTellsNothingMoreAndEnds() throws Exception {
        AtomicInteger exits = new AtomicInteger();
        AtomicInteger code = new AtomicInteger();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (FeedServer api = new FeedServer();
                KubernetesClient client = operatorsClient()) {
            HttpOutbox outbox = api.outbox(metrics);
            var reconciler = new HardwareClassReconciler(client, CLUSTER.clock());
            OperatorRuntime runtime =
                    new OperatorRuntime(client, config(), outbox, metrics, List.of(reconciler), status -> {
                        code.set(status);
                        exits.incrementAndGet();
                    });
            try {
                runtime.start();
                eventually(
                        () -> api.batches().stream().anyMatch(batch -> batch.has("watermark")), observed -> observed);
                assertThat(exits).hasValue(0);

                eventually(
                        () -> {
                            takeTheLead();
                            return exits.get();
                        },
                        ended -> ended > 0);

                assertThat(code).hasValue(1);
                int batches = api.batches().size();
                outbox.offer(Watermark.until("2026-09-01T00:00:00Z"));
                Thread.sleep(1_000);
                assertThat(api.batches()).as("its outbox is closed").hasSize(batches);
                assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(SOMEBODY_ELSE);
            } finally {
                runtime.stop();
            }
        }
    }

    /** It would hold the lease, and no other operator could meter in its place. */
    @Test
    void anOperatorWhoseFirstDeedsAsALeaderFailEnds() throws Exception {
        AtomicInteger code = new AtomicInteger();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (FeedServer api = new FeedServer();
                KubernetesClient client = operatorsClient(new NoProfiles())) {
            var reconciler = new HardwareClassReconciler(client, CLUSTER.clock());
            OperatorRuntime runtime =
                    new OperatorRuntime(client, config(), api.outbox(metrics), metrics, List.of(reconciler), code::set);
            try {
                runtime.start();
                eventually(code::get, ended -> ended == 1);
                assertThat(api.batches()).isEmpty();
            } finally {
                runtime.stop();
            }
        }
    }

    @Test
    void theLeadIsKeptWhileTheMeterStarts() throws Exception {
        AtomicInteger exits = new AtomicInteger();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        HeldNodes nodes = new HeldNodes();
        try (FeedServer api = new FeedServer();
                KubernetesClient client = operatorsClient(nodes)) {
            var reconciler = new HardwareClassReconciler(client, CLUSTER.clock());
            OperatorRuntime runtime = new OperatorRuntime(
                    client,
                    config(),
                    api.outbox(metrics),
                    metrics,
                    List.of(reconciler),
                    code -> exits.incrementAndGet());
            try {
                runtime.start();
                eventually(nodes.asked::getCount, count -> count == 0);
                ZonedDateTime before = lease().getSpec().getRenewTime();
                eventually(() -> lease().getSpec().getRenewTime(), renewed -> renewed.isAfter(before));
                assertThat(api.batches()).as("the meter waits for the nodes").isEmpty();

                nodes.open.countDown();
                eventually(
                        () -> api.batches().stream().anyMatch(batch -> batch.has("watermark")), observed -> observed);
                assertThat(exits).hasValue(0);
            } finally {
                nodes.open.countDown();
                runtime.stop();
            }
        }
    }

    /** Keeps whoever lists nodes waiting. */
    private static final class HeldNodes implements Interceptor {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.uri().getPath().endsWith("/api/v1/nodes")) {
                asked.countDown();
                try {
                    open.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Breaks whatever makes a ClusterProfile. */
    private static final class NoProfiles implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("POST") && request.uri().getPath().endsWith("/clusterprofiles")) {
                throw new IllegalStateException("Connection was closed");
            }
        }
    }

    private static KubernetesClient operatorsClient(Interceptor... interceptors) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(CLUSTER.admin().getConfiguration())
                        .withImpersonateUsername("system:serviceaccount:freihafen-system:operator")
                        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                        .build())
                .withHttpClientBuilderConsumer(http -> {
                    for (Interceptor one : interceptors) {
                        http.addOrReplaceInterceptor("test", one);
                    }
                })
                .build();
    }

    private static OperatorConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(OperatorConfig.class)
                .withDefaultValues(Map.of("freihafen.workspace-key", "a key", "freihafen.lease-duration", "PT3S"))
                .build()
                .getConfigMapping(OperatorConfig.class);
    }

    private static Lease lease() {
        return CLUSTER.admin()
                .leases()
                .inNamespace("freihafen-system")
                .withName("freihafen-operator")
                .get();
    }

    /** As another operator does once the lease has run out. */
    private static void takeTheLead() {
        Lease lease = lease();
        lease.getSpec().setHolderIdentity(SOMEBODY_ELSE);
        lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
        lease.getSpec().setLeaseDurationSeconds(600);
        try {
            CLUSTER.admin().resource(lease).update();
        } catch (KubernetesClientException conflict) {
            assertThat(conflict.getCode()).isEqualTo(409);
        }
    }
}
