package dev.freihafen.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.operator.outbox.FeedServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a whole operator needs: an API server that writes down what the operator asks, and a platform API. */
public final class AuditedCluster implements QuarkusTestResourceLifecycleManager {
    private static InstalledCluster cluster;
    private static FeedServer api;

    /** A client that may do everything. */
    static KubernetesClient admin() {
        return cluster.admin();
    }

    static FeedServer api() {
        return api;
    }

    /** What the API server wrote down of the operator so far. */
    static List<JsonNode> requests() throws IOException {
        return cluster.requests();
    }

    /** What the operator may do, by the file that is installed. */
    static Set<String> granted() throws IOException {
        return cluster.granted("rbac/rbac.yaml", "freihafen-operator");
    }

    @Override
    public Map<String, String> start() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The HTTP client looks for its services there; Quarkus starts this on a foreign thread.
        thread.setContextClassLoader(AuditedCluster.class.getClassLoader());
        try {
            return startAll();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<String, String> startAll() throws IOException {
        cluster = InstalledCluster.start("crds", "rbac");
        api = new FeedServer();
        Path kubeconfig = Files.writeString(
                Files.createTempFile("freihafen-operator", ".kubeconfig"), cluster.operatorKubeconfig());
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
        return Map.of(
                "quarkus.http.test-port",
                "0",
                "quarkus.oidc-client.auth-server-url",
                api.uri().toString(),
                "freihafen.api-url",
                api.uri().toString(),
                "freihafen.workspace-key",
                "a key",
                "freihafen.run-retention",
                "PT8S");
    }

    @Override
    public void stop() {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        if (api != null) {
            api.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
