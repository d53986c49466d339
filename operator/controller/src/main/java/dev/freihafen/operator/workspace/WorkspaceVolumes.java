package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of the volume of a workspace that is deleted, or made again. */
final class WorkspaceVolumes {
    private final KubernetesClient client;

    WorkspaceVolumes(KubernetesClient client) {
        this.client = client;
    }

    /** The volume of that name, whoever's it is. */
    @Nullable
    PersistentVolumeClaim find(Workspace workspace) {
        return claim(workspace).get();
    }

    /** Deletes the workspace's own volume. */
    void delete(Workspace workspace) {
        if (has(workspace)) {
            claim(workspace).delete();
        }
    }

    /** Lets the workspace's own volume outlive it until then. */
    void keepUntil(Workspace workspace, Instant expiry) {
        if (has(workspace)) {
            annotate(
                    workspace,
                    annotations -> annotations.put(
                            Labels.EXPIRES_AT,
                            expiry.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
    }

    /** Takes the expiry away again. */
    void restore(Workspace workspace) {
        annotate(workspace, annotations -> annotations.remove(Labels.EXPIRES_AT));
    }

    private boolean has(Workspace workspace) {
        PersistentVolumeClaim found = find(workspace);
        if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
            return false;
        }
        Map<String, String> labels = found.getMetadata().getLabels();
        return labels != null && workspace.getMetadata().getUid().equals(labels.get(Labels.OWNER_UID));
    }

    private void annotate(Workspace workspace, Consumer<Map<String, String>> change) {
        claim(workspace).edit(claim -> {
            change.accept(claim.getMetadata().getAnnotations());
            return claim;
        });
    }

    private Resource<PersistentVolumeClaim> claim(Workspace workspace) {
        return client.persistentVolumeClaims()
                .inNamespace(workspace.getMetadata().getNamespace())
                .withName(WorkspaceManifests.name(workspace));
    }
}
