package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * The team of a run, which its namespace tells even when the team has gone already.
 *
 * @param name its name
 * @param uid what tells it from a team that had its name before; absent where the namespace does not say
 */
public record RunTeam(String name, @Nullable String uid) {
    static RunTeam of(KubernetesClient client, PipelineRun run) {
        String namespace = run.getMetadata().getNamespace();
        Namespace found = client.namespaces().withName(namespace).get();
        String uid = found == null || found.getMetadata().getAnnotations() == null
                ? null
                : found.getMetadata().getAnnotations().get(Labels.TEAM_UID);
        return new RunTeam(namespace.startsWith("team-") ? namespace.substring("team-".length()) : "", uid);
    }
}
