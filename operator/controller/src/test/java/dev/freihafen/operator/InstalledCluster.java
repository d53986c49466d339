package dev.freihafen.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A real API server with what is installed with the operator. It writes down what the operator's account asks. There is no
 * controller manager and no kubelet.
 */
public final class InstalledCluster implements AutoCloseable {
    private static final String OPERATOR = "system:serviceaccount:freihafen-system:operator";
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

    private final KubeAPIServer server;
    private final KubernetesClient admin;
    private final Path audit;

    private InstalledCluster(KubeAPIServer server, KubernetesClient admin, Path audit) {
        this.server = server;
        this.admin = admin;
        this.audit = audit;
    }

    /**
     * Starts it.
     *
     * @param installed folders and files below {@code deploy}, in the order in which they are applied
     */
    public static InstalledCluster start(String... installed) {
        try {
            Path folder = Files.createTempDirectory("freihafen-cluster");
            Path audit = folder.resolve("audit.log");
            KubeAPIServer server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    .withTestDir(cache() + "/kubeapi")
                    .withApiServerVersion("1.36.3")
                    .withOfflineMode(true)
                    .withUpdateKubeConfig(false)
                    .withApiServerFlag(
                            "--audit-policy-file",
                            Files.writeString(folder.resolve("policy.yaml"), POLICY)
                                    .toString())
                    .withApiServerFlag("--audit-log-path", audit.toString())
                    .build());
            server.start();
            KubernetesClient admin = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                    .build();
            InstalledCluster cluster = new InstalledCluster(server, admin, audit);
            for (String one : installed) {
                cluster.install(DEPLOY.resolve(one));
            }
            return cluster;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String cache() {
        return System.getenv().getOrDefault("FREIHAFEN_CACHE", System.getProperty("user.home") + "/.cache/freihafen");
    }

    private void install(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                load(file).forEach(object -> admin.resource(object).serverSideApply());
            }
        }
        Eventually.eventually("the definitions to be served", this::servesDefinitions);
    }

    private boolean servesDefinitions() {
        return admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .allMatch(InstalledCluster::isServed);
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private List<HasMetadata> load(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return admin.load(in).items();
        }
    }

    /** A client that may do everything; it is closed with the cluster. */
    public KubernetesClient admin() {
        return admin;
    }

    /**
     * Makes a team and its namespace, as they are once its reconciler was here.
     *
     * @return the uid of the team
     */
    public String makeTeam(String name) {
        Team team = new Team();
        team.setMetadata(new ObjectMetaBuilder().withName(name).build());
        team.setSpec(new TeamSpec(name, null, List.of(), null, null, null));
        String uid = admin.resource(team).create().getMetadata().getUid();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team-" + name)
                        .addToLabels("app.kubernetes.io/managed-by", "freihafen")
                        .addToLabels("freihafen.dev/team", name)
                        .addToAnnotations("freihafen.dev/team-uid", uid)
                        .endMetadata()
                        .build())
                .create();
        return uid;
    }

    /** The kubeconfig of who may do everything. */
    public String kubeconfig() {
        return server.getKubeConfigYaml();
    }

    /** How to ask with the operator's own rights, so that a verb that its role lacks fails the test. */
    public Config asOperator() {
        return new ConfigBuilder(Config.fromKubeconfig(kubeconfig()))
                .withImpersonateUsername(OPERATOR)
                .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                .build();
    }

    /** A token of the operator's own account, good for an hour. */
    public String operatorToken() {
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

    /** The kubeconfig of the operator: with a token of its own account. */
    public String operatorKubeconfig() {
        var parsed = Serialization.unmarshal(kubeconfig(), io.fabric8.kubernetes.api.model.Config.class);
        String token = operatorToken();
        parsed.getUsers().forEach(user -> {
            user.getUser().setClientCertificate(null);
            user.getUser().setClientCertificateData(null);
            user.getUser().setClientKey(null);
            user.getUser().setClientKeyData(null);
            user.getUser().setToken(token);
        });
        return Serialization.asYaml(parsed);
    }

    /** What was written down so far of who asked with {@linkplain #operatorToken a token of the operator}. */
    public List<JsonNode> requests() throws IOException {
        try (Stream<String> lines = Files.lines(audit)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(InstalledCluster::read)
                    .toList();
        }
    }

    /** What a role grants by a file below {@code deploy}. */
    public Set<String> granted(String file, String role) throws IOException {
        return Rights.granted(load(DEPLOY.resolve(file)), role);
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        admin.close();
        server.stop();
    }
}
