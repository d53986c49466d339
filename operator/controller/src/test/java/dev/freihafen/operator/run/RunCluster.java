package dev.freihafen.operator.run;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real API server with our definitions, one for a test class; each test has a team of its own. */
final class RunCluster implements BeforeAllCallback, AfterAllCallback {
    private static final Path DEPLOY = Path.of("../../deploy");
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final AtomicInteger teams = new AtomicInteger();
    private KubeAPIServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String cache =
                System.getenv().getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(cache + "/kubeapi")
                .withApiServerVersion("1.36.3")
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        try (KubernetesClient client = client();
                Stream<Path> files = Stream.concat(
                        Files.list(DEPLOY.resolve("crds")), Stream.of(DEPLOY.resolve("rbac/rbac.yaml")))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                try (var in = Files.newInputStream(file)) {
                    client.load(in)
                            .items()
                            .forEach(definition -> client.resource(definition).create());
                }
            }
            await(
                    "the definitions to be served",
                    () -> client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                            .allMatch(definition -> definition.getStatus() != null
                                    && definition.getStatus().getConditions().stream()
                                            .anyMatch(condition -> condition
                                                            .getType()
                                                            .equals("Established")
                                                    && condition.getStatus().equals("True"))));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.stop();
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build();
    }

    /** A client with the operator's own rights, so that a verb that its role lacks fails the test. */
    KubernetesClient operatorClient(Interceptor life) {
        Config admin = Config.fromKubeconfig(server.getKubeConfigYaml());
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(admin)
                        .withImpersonateUsername("system:serviceaccount:freihafen-system:operator")
                        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("life", life))
                .build();
    }

    TeamOnCluster team() {
        return new TeamOnCluster(this, "t" + teams.incrementAndGet());
    }

    static void await(String what, BooleanSupplier done) {
        await(what, PATIENCE, done);
    }

    static void await(String what, Duration patience, BooleanSupplier done) {
        Instant end = Instant.now().plus(patience);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    static void close(AutoCloseable operator) {
        try {
            operator.close();
        } catch (Exception e) {
            throw new AssertionError("the operator does not stop", e);
        }
    }
}
