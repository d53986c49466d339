package dev.freihafen.operator.team;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a deleted team's namespace away once its work has ended. */
final class TeamEnd {
    private static final String FORCE_DELETE = "freihafen.dev/force-delete";

    private final KubernetesClient client;
    private final ManifestApplier applier;
    private final TeamSettings settings;

    TeamEnd(KubernetesClient client, ManifestApplier applier, TeamSettings settings) {
        this.client = client;
        this.applier = applier;
        this.settings = settings;
    }

    /** Does what can be done now; says what it waits for, or nothing when the team may go. */
    Optional<Reason> proceed(Team team) {
        String name = TeamManifests.namespace(team);
        Namespace namespace = client.namespaces().withName(name).get();
        if (namespace == null || TeamReconciler.isForeign(namespace, team)) {
            return Optional.empty();
        }
        boolean stays = namespace.getMetadata().getDeletionTimestamp() == null;
        if (stays) {
            applier.apply(TeamManifests.desired(team, settings).getFirst());
        }
        List<String> work = work(name);
        if (!work.isEmpty() && !isForced(team)) {
            return Optional.of(new Reason(
                    "WorkRunning",
                    "Waits for " + String.join(", ", work) + ": end it, or annotate the team with " + FORCE_DELETE
                            + "=true."));
        }
        deleteResources(name);
        if (stays) {
            client.namespaces().withName(name).delete();
        }
        return Optional.of(new Reason("NamespaceGoing", "Waits until namespace " + name + " is gone."));
    }

    private static boolean isForced(Team team) {
        Map<String, String> annotations = team.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(FORCE_DELETE));
    }

    private void deleteResources(String namespace) {
        client.resources(PipelineRun.class).inNamespace(namespace).delete();
        client.resources(Workspace.class).inNamespace(namespace).delete();
        client.resources(ModelEndpoint.class).inNamespace(namespace).delete();
    }

    private List<String> work(String namespace) {
        return TeamWork.names(
                client.resources(Workspace.class).inNamespace(namespace).list().getItems(),
                client.resources(PipelineRun.class)
                        .inNamespace(namespace)
                        .list()
                        .getItems(),
                client.resources(ModelEndpoint.class)
                        .inNamespace(namespace)
                        .list()
                        .getItems());
    }
}
