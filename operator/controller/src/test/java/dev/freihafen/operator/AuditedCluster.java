package dev.freihafen.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.operator.outbox.FeedServer;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a whole operator needs: an API server that writes down what the operator asks, and a platform API. */
public final class AuditedCluster implements QuarkusTestResourceLifecycleManager {
    static final String OPERATOR = "system:serviceaccount:freihafen-system:operator";

    private static final Path DEPLOY = Path.of("../../deploy");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: Metadata, users: ["%s"]}
              - {level: None}
            """.formatted(OPERATOR);

    private static Path log;
    private static KubernetesClient admin;
    private static FeedServer api;

    private KubeAPIServer server;

    /** A client that may do everything. */
    static KubernetesClient admin() {
        return admin;
    }

    static FeedServer api() {
        return api;
    }

    /** What the API server wrote down of the operator so far. */
    static List<JsonNode> requests() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(AuditedCluster::read)
                    .toList();
        }
    }

    /** What the operator may do, by the file that is installed. */
    static Set<String> granted() throws IOException {
        try (var in = Files.newInputStream(DEPLOY.resolve("rbac/rbac.yaml"))) {
            return Rights.granted(admin.load(in).items(), "freihafen-operator");
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        Path folder = Files.createTempDirectory("freihafen-audited");
        log = folder.resolve("audit.log");
        String cache =
                System.getenv().getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(cache + "/kubeapi")
                .withApiServerVersion("1.36.3")
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withApiServerFlag(
                        "--audit-policy-file",
                        Files.writeString(folder.resolve("policy.yaml"), POLICY).toString())
                .withApiServerFlag("--audit-log-path", log.toString())
                .build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        admin = new KubernetesClientBuilder().withConfig(config).build();
        load("crds");
        load("rbac");
        api = new FeedServer();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), operatorConfig(server.getKubeConfigYaml()));
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

    /** The same cluster, asked with a token of the operator's own account. */
    private static String operatorConfig(String kubeconfig) {
        TokenRequest token = admin.serviceAccounts()
                .inNamespace("freihafen-system")
                .withName("operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build());
        var parsed = Serialization.unmarshal(kubeconfig, io.fabric8.kubernetes.api.model.Config.class);
        parsed.getUsers().forEach(user -> {
            user.getUser().setClientCertificate(null);
            user.getUser().setClientCertificateData(null);
            user.getUser().setClientKey(null);
            user.getUser().setClientKeyData(null);
            user.getUser().setToken(token.getStatus().getToken());
        });
        return Serialization.asYaml(parsed);
    }

    private static void load(String folder) throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve(folder))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (var in = Files.newInputStream(file)) {
                    admin.load(in)
                            .items()
                            .forEach(object -> admin.resource(object).serverSideApply());
                }
            }
        }
    }

    @Override
    public void stop() {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        if (api != null) {
            api.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.stop();
        }
    }
}
