package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.engine.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a run and its pods again where the operator's cache may lag behind what another operator did. */
final class RunPods {
    private final KubernetesClient client;

    RunPods(KubernetesClient client) {
        this.client = client;
    }

    /** The pods that the cache has, and those that it misses though a step was seen with them: a step is not lost because a watch is late. */
    List<PodFacts> of(PipelineRun run, Collection<Pod> cached) {
        List<PodFacts> pods = new ArrayList<>(cached.stream().map(PodFacts::of).toList());
        Set<String> known = pods.stream().map(PodFacts::uid).collect(Collectors.toSet());
        for (StepStatus step : run.getStatus() == null
                ? List.<StepStatus>of()
                : run.getStatus().steps()) {
            if (isOpen(step) && step.podUid() != null && !known.contains(step.podUid())) {
                Pod live = client.pods()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(step.podName())
                        .get();
                if (live != null && step.podUid().equals(live.getMetadata().getUid())) {
                    pods.add(PodFacts.of(live));
                }
            }
        }
        return List.copyOf(pods);
    }

    private static boolean isOpen(StepStatus step) {
        return step.state() == StepStatus.State.Pending || step.state() == StepStatus.State.Running;
    }

    /** Whether the run is the one that the API server has now; an old one must not make pods. */
    boolean isCurrent(PipelineRun run) {
        PipelineRun live = client.resource(run).get();
        return live != null
                && live.getMetadata()
                        .getResourceVersion()
                        .equals(run.getMetadata().getResourceVersion());
    }
}
