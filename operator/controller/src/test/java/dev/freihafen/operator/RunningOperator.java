package dev.freihafen.operator;

import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.api.v1alpha1.TeamStatus;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.cluster.ClusterProfileReconciler;
import dev.freihafen.operator.endpoint.EndpointReconciler;
import dev.freihafen.operator.hardware.HardwareClassReconciler;
import dev.freihafen.operator.kfp.KfpProbe;
import dev.freihafen.operator.team.TeamReconciler;
import dev.freihafen.operator.workspace.WorkspaceReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The reconcilers against a real API server with our definitions, rights and policies. They ask as the operator's service
 * account, so a verb that its role lacks fails the tests. There is no controller manager and no kubelet: the tests make
 * pods and statuses, and end namespaces, as these would.
 */
public final class RunningOperator implements BeforeAllCallback {
    /** The instant at which the operator's clock stands until a test moves it. */
    public static final Instant START = Instant.parse("2026-11-24T22:00:00Z");

    private Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningOperator.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
        running.clock.moveTo(START);
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return running.cluster.admin();
    }

    /** The operator's clock. */
    public MovableClock clock() {
        return running.clock;
    }

    /** Changes the object as it is now; tries again when somebody else was faster. */
    public <T extends HasMetadata> void edit(T object, Consumer<T> change) {
        edit(object, change, changed -> admin().resource(changed).update());
    }

    /** Changes the object's status as it is now, as its controller would. */
    public <T extends HasMetadata> void editStatus(T object, Consumer<T> change) {
        edit(object, change, changed -> admin().resource(changed).updateStatus());
    }

    private <T extends HasMetadata> void edit(T object, Consumer<T> change, Consumer<T> write) {
        Eventually.eventually(
                () -> {
                    T found = admin().resource(object).get();
                    change.accept(found);
                    try {
                        write.accept(found);
                        return true;
                    } catch (KubernetesClientException conflict) {
                        if (conflict.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                            return false;
                        }
                        throw conflict;
                    }
                },
                done -> done);
    }

    /** Makes a team and waits until its namespace takes work. */
    public Team team(String name) {
        Team team = new Team();
        team.setMetadata(new ObjectMetaBuilder().withName(name).build());
        team.setSpec(new TeamSpec("Team " + name, null, List.of(), null, null, null));
        admin().resource(team).create();
        return Eventually.eventually(
                () -> admin().resource(team).get(),
                found -> found.getStatus() != null && found.getStatus().state() == TeamStatus.State.Ready);
    }

    /** Makes a hardware class of one core and 1 GiB. */
    public HardwareClass hardwareClass(String name) {
        HardwareClass hardware = new HardwareClass();
        hardware.setMetadata(new ObjectMetaBuilder().withName(name).build());
        hardware.setSpec(new HardwareClassSpec(name, new ComputeResources("1", "1Gi"), null, null, null, null, null));
        return admin().resource(hardware).create();
    }

    /** Does what the namespace controller does last. */
    public void endNamespace(String name) {
        var namespace = Eventually.eventually(
                () -> admin().namespaces().withName(name).get(),
                found -> found != null && found.getMetadata().getDeletionTimestamp() != null);
        namespace.getSpec().setFinalizers(List.of());
        admin().raw("/api/v1/namespaces/" + name + "/finalize", "PUT", namespace);
    }

    private record Running(InstalledCluster cluster, KubernetesClient asOperator, Operator operator, MovableClock clock)
            implements AutoCloseable {
        static Running start() {
            InstalledCluster cluster = InstalledCluster.start("crds", "rbac");
            KubernetesClient asOperator = new KubernetesClientBuilder()
                    .withConfig(cluster.asOperator())
                    .build();
            MovableClock clock = new MovableClock(START);
            return new Running(cluster, asOperator, operator(asOperator, clock), clock);
        }

        private static Operator operator(KubernetesClient client, MovableClock clock) {
            OperatorConfig config = new SmallRyeConfigBuilder()
                    .withMapping(OperatorConfig.class)
                    .withDefaultValues(Map.of("freihafen.workspace-key", "a key"))
                    .build()
                    .getConfigMapping(OperatorConfig.class);
            ManifestApplier applier = new ManifestApplier(client);
            Operator operator = new Operator(overrider -> overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withUseSSAToPatchPrimaryResource(false));
            operator.register(new TeamReconciler(client, applier, config, clock));
            operator.register(new WorkspaceReconciler(client, applier, config, clock));
            operator.register(new EndpointReconciler(client, applier, config, clock));
            operator.register(new HardwareClassReconciler(client, clock));
            operator.register(new ClusterProfileReconciler(client, new KfpProbe(client), clock));
            operator.start();
            return operator;
        }

        @Override
        public void close() {
            operator.stop();
            asOperator.close();
            cluster.close();
        }
    }
}
