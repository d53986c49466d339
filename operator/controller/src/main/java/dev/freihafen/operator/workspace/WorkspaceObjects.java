package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.OperatorConfig;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Addresses;
import dev.freihafen.operator.workload.Refusals;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** The native objects of workspaces in the cluster. */
final class WorkspaceObjects {
    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final OperatorConfig config;

    WorkspaceObjects(KubernetesClient client, ManifestApplier applier, OperatorConfig config) {
        this.client = client;
        this.applier = applier;
        this.config = config;
    }

    /**
     * Makes them as desired.
     *
     * @throws dev.freihafen.operator.apply.ApplyException when one of them cannot be made
     */
    void apply(Workspace workspace, Team team, HardwareClassSpec hardware, boolean runs) {
        applier.apply(WorkspaceManifests.desired(
                workspace,
                team.getMetadata().getName(),
                hardware,
                config.image("ml"),
                config.workspaceKey(),
                config.kfpAddress(),
                runs));
    }

    /** Stops it even when its hardware class is gone, without which nothing else can be written. */
    void stop(StatefulSet set) {
        client.resource(set).edit(found -> {
            found.getSpec().setReplicas(0);
            return found;
        });
    }

    /** The cluster's last word when it did not make the pod. */
    Optional<String> refusal(Workspace workspace) {
        return Refusals.latest(
                client, workspace.getMetadata().getNamespace(), "StatefulSet", WorkspaceManifests.name(workspace));
    }

    Optional<String> address(Workspace workspace) {
        return Addresses.of(
                client,
                workspace.getMetadata().getNamespace(),
                WorkspaceManifests.name(workspace),
                WorkspaceManifests.PORT);
    }
}
