package dev.freihafen.operator.run;

import dev.freihafen.operator.InstalledCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real API server with our definitions, one for a test class; each test has a team of its own. */
final class RunCluster implements BeforeAllCallback, AfterAllCallback {
    private final AtomicInteger teams = new AtomicInteger();
    private InstalledCluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = InstalledCluster.start("crds", "rbac/rbac.yaml");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cluster.close();
    }

    KubernetesClient client() {
        return cluster.admin();
    }

    /** A client with the operator's own rights, so that a verb that its role lacks fails the test. */
    KubernetesClient operatorClient(Interceptor life) {
        return new KubernetesClientBuilder()
                .withConfig(cluster.asOperator())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("life", life))
                .build();
    }

    String makeTeam(String name) {
        return cluster.makeTeam(name);
    }

    TeamOnCluster team() {
        return new TeamOnCluster(this, "t" + teams.incrementAndGet());
    }

    static void close(AutoCloseable operator) {
        try {
            operator.close();
        } catch (Exception e) {
            throw new AssertionError("the operator does not stop", e);
        }
    }
}
