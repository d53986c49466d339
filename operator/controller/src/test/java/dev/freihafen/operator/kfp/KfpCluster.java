package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.kfp.ClusterCaller;
import dev.freihafen.kfp.ClusterWorkflows;
import dev.freihafen.kfp.KfpStandIn;
import dev.freihafen.operator.InstalledCluster;
import dev.freihafen.operator.MovableClock;
import dev.freihafen.operator.Rights;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real API server with our definitions, Argo's kind, the rights that are installed with the operator, and a stand-in for
 * Kubeflow Pipelines with several users. The operator asks with a token of its own account, and what it asks is written down.
 */
final class KfpCluster implements BeforeAllCallback, AfterAllCallback {
    private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private InstalledCluster cluster;
    private KubernetesClient asOperator;
    private KfpStandIn kfp;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        cluster = InstalledCluster.start("crds", "rbac/rbac.yaml", "kfp/rbac.yaml");
        ClusterWorkflows.define(admin());
        asOperator = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.fromKubeconfig(cluster.kubeconfig()))
                        .withClientCertData(null)
                        .withClientKeyData(null)
                        .withClientCertFile(null)
                        .withClientKeyFile(null)
                        .withOauthToken(cluster.operatorToken())
                        .build())
                .build();
        kfp = new KfpStandIn(
                new KfpStandIn.Settings(true, "2.17.0"),
                new ClusterWorkflows(admin()),
                new ClusterCaller(admin()),
                clock);
        profile();
    }

    private void profile() {
        ClusterProfile profile = new ClusterProfile();
        profile.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
        admin().resource(profile).create();
        admin().resources(ClusterProfile.class).withName("cluster").editStatus(found -> {
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
        cluster.close();
    }

    KubernetesClient admin() {
        return cluster.admin();
    }

    /** A client with the operator's own token. */
    KubernetesClient asOperator() {
        return asOperator;
    }

    String makeTeam(String name) {
        return cluster.makeTeam(name);
    }

    /** A file by which the operator asks with a token of its own account. */
    String operatorKubeconfig() {
        return cluster.operatorKubeconfig();
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

    /** The server answers again, and whoever waited for it may ask. */
    void heal() {
        kfp.traps().gone(false);
        kfp.traps().refuse(0, null);
        pass(120);
    }

    ClusterWorkflows workflows() {
        return new ClusterWorkflows(admin());
    }

    /** Rights of the file for Kubeflow Pipelines that were never used, and those that were used and are in no file. */
    Set<String> unusedAndUngranted() throws IOException {
        Set<String> kfpRights = cluster.granted("kfp/rbac.yaml", "freihafen-operator-kfp");
        Set<String> all = new TreeSet<>(cluster.granted("rbac/rbac.yaml", "freihafen-operator"));
        all.addAll(kfpRights);
        Set<String> used = Rights.used(cluster.requests());
        Set<String> difference = new TreeSet<>(kfpRights);
        difference.removeAll(used);
        used.removeAll(all);
        used.forEach(one -> difference.add("not granted: " + one));
        return difference;
    }
}
