package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Teams of the last {@value #MOST} runs: a run never changes its namespace, and that never changes its team. */
final class RunTeams {
    private static final int MOST = 1000;

    private final KubernetesClient client;
    private final Map<String, RunTeam> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunTeam> eldest) {
            return size() > MOST;
        }
    });

    RunTeams(KubernetesClient client) {
        this.client = client;
    }

    RunTeam of(PipelineRun run) {
        String uid = run.getMetadata().getUid();
        RunTeam found = known.get(uid);
        if (found == null) {
            found = RunTeam.of(client, run);
            if (found.uid() != null) {
                known.put(uid, found);
            }
        }
        return found;
    }
}
