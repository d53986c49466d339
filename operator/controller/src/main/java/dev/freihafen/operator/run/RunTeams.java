package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.Recent;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Teams of the last {@value #MOST} runs: a run never changes its namespace, and that never changes its team. */
final class RunTeams {
    private static final int MOST = 1000;

    private final KubernetesClient client;
    private final Recent<String, RunTeam> known = new Recent<>(MOST);

    RunTeams(KubernetesClient client) {
        this.client = client;
    }

    RunTeam of(PipelineRun run) {
        String uid = run.getMetadata().getUid();
        Optional<RunTeam> found = known.find(uid);
        if (found.isPresent()) {
            return found.get();
        }
        RunTeam team = RunTeam.of(client, run);
        if (team.uid() != null) {
            known.put(uid, team);
        }
        return team;
    }
}
