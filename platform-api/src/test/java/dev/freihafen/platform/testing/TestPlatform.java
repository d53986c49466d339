package dev.freihafen.platform.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Starts what the API needs, once for all tests of a test run. */
public final class TestPlatform implements QuarkusTestResourceLifecycleManager {
    /** Key of the tokens for Jupyter. */
    public static final String WORKSPACE_KEY = "key-of-the-tests";

    private static final String VERSION = "1.36.3";
    private static final List<String> KINDS =
            List.of("teams", "workspaces", "pipelineruns", "modelendpoints", "hardwareclasses", "clusterprofiles");

    private static @Nullable String kubeconfig;
    private static @Nullable TestIssuer issuer;
    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable Path database;
    private static Map<String, String> told = Map.of();

    private @Nullable KubeAPIServer apiServer;

    @Override
    public Map<String, String> start() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Vert.x, which the Kubernetes client brings, looks for its services there; Quarkus starts this on a foreign
        // thread.
        thread.setContextClassLoader(TestPlatform.class.getClassLoader());
        try {
            return startAll();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<String, String> startAll() throws IOException {
        KubeAPIServer server = startApiServer();
        Path folder = Files.createTempDirectory("freihafen-test-postgres");
        database = folder;
        EmbeddedPostgres started = startDatabase(folder, 0);
        TestIssuer tokens = TestIssuer.start();
        apiServer = server;
        postgres = started;
        issuer = tokens;
        Path file = Files.createTempFile("freihafen-test", ".kubeconfig");
        Files.writeString(file, server.getKubeConfigYaml());
        file.toFile().deleteOnExit();
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file.toString());
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", started.getJdbcUrl("postgres", "postgres"));
        settings.put("quarkus.datasource.username", "postgres");
        settings.put("freihafen.oidc.issuer", tokens.issuer());
        settings.put("freihafen.workspace-key", WORKSPACE_KEY);
        settings.put("freihafen.session-secret", "a-secret-of-the-tests-that-is-long-enough");
        settings.put("freihafen.workspaces.port", "0");
        settings.put("freihafen.kfp.port", "0");
        settings.put("freihafen.months.statement-age", System.getProperty("statement.age", "PT0S"));
        settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "1S");
        settings.putAll(AlertSinks.start());
        told = Map.copyOf(settings);
        return settings;
    }

    private static EmbeddedPostgres startDatabase(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** What the API under test was told, for another one beside it. */
    public static Map<String, String> settings() {
        return told;
    }

    /** The kubeconfig of the API server. */
    public static String kubeconfig() {
        return Objects.requireNonNull(kubeconfig);
    }

    /** PostgreSQL is stopped while the work is done, then started again with what it had. */
    public static void withoutDatabase(ThrowingCallable work) throws Throwable {
        EmbeddedPostgres running = Objects.requireNonNull(postgres);
        int port = running.getPort();
        running.close();
        try {
            work.call();
        } finally {
            postgres = startDatabase(Objects.requireNonNull(database), port);
        }
    }

    private static KubeAPIServer startApiServer() throws IOException {
        String cache =
                System.getenv().getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
        KubeAPIServer server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(cache + "/kubeapi")
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        kubeconfig = server.getKubeConfigYaml();
        try (KubernetesClient client = client()) {
            for (String kind : KINDS) {
                load(client, "/META-INF/fabric8/" + kind + ".freihafen.dev-v1.yml");
            }
        }
        return server;
    }

    private static void load(KubernetesClient client, String resource) throws IOException {
        try (InputStream definition = TestPlatform.class.getResourceAsStream(resource)) {
            if (definition == null) {
                throw new IllegalStateException(resource + " is missing: build operator/model first (-am)");
            }
            client.load(definition)
                    .create()
                    .forEach(created -> client.resource(created)
                            .waitUntilCondition(
                                    definitionNow -> definitionNow != null
                                            && definitionNow.toString().contains("type=Established"),
                                    20,
                                    TimeUnit.SECONDS));
        }
    }

    /** An administrator's client of the API server; to be closed by who asks for it. */
    public static KubernetesClient client() {
        if (kubeconfig == null) {
            throw new IllegalStateException("the test platform is not started");
        }
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
    }

    /** The identity provider of the tests. */
    public static TestIssuer issuer() {
        if (issuer == null) {
            throw new IllegalStateException("the test platform is not started");
        }
        return issuer;
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.stop();
        }
        if (postgres != null) {
            try {
                postgres.close();
                deleteDatabase();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        if (apiServer != null) {
            apiServer.stop();
        }
    }

    private static void deleteDatabase() throws IOException {
        try (Stream<Path> files = Files.walk(Objects.requireNonNull(database))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
