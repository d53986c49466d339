package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.kfp.ClusterCaller;
import dev.freihafen.kfp.ClusterWorkflows;
import dev.freihafen.kfp.KfpStandIn;
import dev.freihafen.operator.MovableClock;
import dev.freihafen.operator.Rights;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real API server with our definitions, Argo's kind, the rights that are installed with the operator, and a stand-in for
 * Kubeflow Pipelines with several users. The operator asks with a token of its own account, and what it asks is written down.
 */
final class KfpCluster implements BeforeAllCallback, AfterAllCallback {
    private static final Path DEPLOY = Path.of("../../deploy");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: Metadata, users: ["system:serviceaccount:freihafen-system:operator"]}
              - {level: None}
            """;

    private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private KubeAPIServer server;
    private KubernetesClient admin;
    private KubernetesClient asOperator;
    private KfpStandIn kfp;
    private Path audit;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String cache =
                System.getenv().getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
        Path folder = Files.createTempDirectory("freihafen-kfp");
        audit = folder.resolve("audit.log");
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(cache + "/kubeapi")
                .withApiServerVersion("1.36.3")
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withApiServerFlag(
                        "--audit-policy-file",
                        Files.writeString(folder.resolve("policy.yaml"), POLICY).toString())
                .withApiServerFlag("--audit-log-path", audit.toString())
                .build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        admin = new KubernetesClientBuilder().withConfig(config).build();
        for (String file : List.of("crds", "rbac/rbac.yaml", "kfp/rbac.yaml")) {
            load(DEPLOY.resolve(file));
        }
        ClusterWorkflows.define(admin);
        asOperator = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withClientCertData(null)
                        .withClientKeyData(null)
                        .withClientCertFile(null)
                        .withClientKeyFile(null)
                        .withOauthToken(operatorToken())
                        .build())
                .build();
        kfp = new KfpStandIn(
                new KfpStandIn.Settings(true, "2.17.0"), new ClusterWorkflows(admin), new ClusterCaller(admin), clock);
        profile();
    }

    private void load(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (var in = Files.newInputStream(file)) {
                    for (HasMetadata object : admin.load(in).items()) {
                        admin.resource(object).serverSideApply();
                    }
                }
            }
        }
    }

    private String operatorToken() {
        return admin.serviceAccounts()
                .inNamespace("freihafen-system")
                .withName("operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private void profile() {
        ClusterProfile profile = new ClusterProfile();
        profile.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
        admin.resource(profile).create();
        admin.resources(ClusterProfile.class).withName("cluster").editStatus(found -> {
            found.setStatus(new ClusterProfileStatus(
                    "unknown",
                    "v1.36.3",
                    "standard",
                    null,
                    List.of(),
                    List.of("builtin", "kfp@2.17.0"),
                    new KubeflowPipelines(kfp.uri().toString(), "2.17.0"),
                    1L,
                    List.of()));
            return found;
        });
    }

    @Override
    public void afterAll(ExtensionContext context) {
        kfp.close();
        asOperator.close();
        admin.close();
        server.stop();
    }

    KubernetesClient admin() {
        return admin;
    }

    /** A client with the operator's own token. */
    KubernetesClient asOperator() {
        return asOperator;
    }

    KfpStandIn kfp() {
        return kfp;
    }

    MovableClock clock() {
        return clock;
    }

    void pass(long seconds) {
        clock.moveTo(clock.instant().plusSeconds(seconds));
    }

    ClusterWorkflows workflows() {
        return new ClusterWorkflows(admin);
    }

    /** Rights of the file for Kubeflow Pipelines that were never used, and those that were used and are in no file. */
    Set<String> unusedAndUngranted() throws IOException {
        Set<String> kfpRights = granted("kfp/rbac.yaml", "freihafen-operator-kfp");
        Set<String> all = new TreeSet<>(granted("rbac/rbac.yaml", "freihafen-operator"));
        all.addAll(kfpRights);
        Set<String> used;
        try (Stream<String> lines = Files.lines(audit)) {
            used = Rights.used(lines.filter(line -> line.endsWith("}"))
                    .map(KfpCluster::read)
                    .toList());
        }
        Set<String> difference = new TreeSet<>(kfpRights);
        difference.removeAll(used);
        used.removeAll(all);
        used.forEach(one -> difference.add("not granted: " + one));
        return difference;
    }

    private Set<String> granted(String file, String role) throws IOException {
        try (var in = Files.newInputStream(DEPLOY.resolve(file))) {
            return Rights.granted(admin.load(in).items(), role);
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
