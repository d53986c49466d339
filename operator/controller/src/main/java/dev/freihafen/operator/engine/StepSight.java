package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.StepStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a run's pods again where the operator's cache may lag behind what another operator did. */
final class StepSight {
    private final KubernetesClient client;
    private final MadePods made;

    StepSight(KubernetesClient client, MadePods made) {
        this.client = client;
        this.made = made;
    }

    /**
     * The pods that the cache has, and those that it misses though a step was seen with them, or this operator made them: a step
     * is not lost because a watch is late. One that it made and that is gone has failed.
     */
    List<PodFacts> of(PipelineRun run, Collection<Pod> cached) {
        List<PodFacts> pods = new ArrayList<>(cached.stream().map(PodFacts::of).toList());
        Set<String> known = pods.stream().map(PodFacts::uid).collect(Collectors.toSet());
        for (StepStatus step : run.getStatus() == null
                ? List.<StepStatus>of()
                : run.getStatus().steps()) {
            if (isOpen(step) && step.podName() != null) {
                uid(step)
                        .filter(uid -> !known.contains(uid))
                        .flatMap(uid -> live(run, step, uid))
                        .ifPresent(pods::add);
            }
        }
        return List.copyOf(pods);
    }

    private Optional<String> uid(StepStatus step) {
        return step.podUid() != null ? Optional.of(step.podUid()) : made.uid(Objects.requireNonNull(step.podName()));
    }

    private Optional<PodFacts> live(PipelineRun run, StepStatus step, String uid) {
        Pod live = client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(step.podName())
                .get();
        if (live != null && uid.equals(live.getMetadata().getUid())) {
            return Optional.of(PodFacts.of(live));
        }
        return step.podUid() == null ? Optional.of(PodFacts.lost(step, uid)) : Optional.empty();
    }

    private static boolean isOpen(StepStatus step) {
        return step.state() == StepStatus.State.Pending || step.state() == StepStatus.State.Running;
    }
}
