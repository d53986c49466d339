package dev.freihafen.platform.proxy;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.platform.desired.DesiredState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Workspaces and endpoints as a watch keeps them: a page of a notebook asks a hundred times. */
@Singleton
final class Workloads {
    private final SharedIndexInformer<Workspace> workspaces;
    private final SharedIndexInformer<ModelEndpoint> endpoints;

    Workloads(KubernetesClient client) {
        this.workspaces = client.resources(Workspace.class).inAnyNamespace().runnableInformer(0);
        this.endpoints = client.resources(ModelEndpoint.class).inAnyNamespace().runnableInformer(0);
    }

    void start(@Observes StartupEvent event) {
        workspaces.exceptionHandler((started, failure) -> true);
        endpoints.exceptionHandler((started, failure) -> true);
        var unusedWorkspaces = workspaces.start();
        var unusedEndpoints = endpoints.start();
    }

    void stop(@Observes ShutdownEvent event) {
        workspaces.stop();
        endpoints.stop();
    }

    Optional<Workspace> workspace(String team, String name) {
        return find(workspaces, team, name);
    }

    Optional<ModelEndpoint> endpoint(String team, String name) {
        return find(endpoints, team, name);
    }

    private static <T extends HasMetadata> Optional<T> find(SharedIndexInformer<T> informer, String team, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(DesiredState.namespaceOf(team) + "/" + name));
    }
}
