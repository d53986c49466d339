package dev.freihafen.api.v1alpha1;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real API server with our definitions and policies, one for all tests of the module. */
final class ApiServer implements BeforeAllCallback {
    private static final Path DEPLOY = Path.of("../../deploy");

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();

    private KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) {
        client = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ApiServer.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .client();
    }

    KubernetesClient client() {
        return client;
    }

    /** A client that asks as somebody else, in the given groups. */
    KubernetesClient as(String user, String... groups) {
        Config config = new io.fabric8.kubernetes.client.ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername(user)
                .withImpersonateGroups(groups)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private record Running(KubeAPIServer server, KubernetesClient client) implements AutoCloseable {
        static Running start() {
            String cache = System.getenv()
                    .getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
            KubeAPIServer server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    .withTestDir(cache + "/kubeapi")
                    .withApiServerVersion("1.36.3")
                    .withOfflineMode(true)
                    .withUpdateKubeConfig(false)
                    .build());
            server.start();
            KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                    .build();
            Running running = new Running(server, client);
            running.load(DEPLOY.resolve("crds"));
            running.load(DEPLOY.resolve("rbac"));
            return running;
        }

        private void load(Path folder) {
            for (Path file : yamlFiles(folder)) {
                for (HasMetadata object : read(file)) {
                    client.resource(object).patch(APPLY);
                }
            }
        }

        private List<HasMetadata> read(Path file) {
            try (var in = Files.newInputStream(file)) {
                return client.load(in).items();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            client.close();
            server.stop();
        }
    }

    static List<Path> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + folder.toAbsolutePath(), e);
        }
    }
}
