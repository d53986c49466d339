package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Carries runs forward by one engine. All of it may be called again at any moment with the same run, by another operator too:
 * what was done must be found out by looking.
 */
public interface PipelineEngine {
    /** Name in the run's status: {@code builtin} or {@code kfp}. */
    String name();

    /** Why new runs cannot be given to it here; empty when they can. Asked until the run has an engine, never after. */
    Optional<Reason> hindrance();

    /**
     * Decides the next move of a run that has not ended. It may read whatever it wants and changes nothing: the move's status is
     * written first, then its action is performed.
     */
    Move next(RunContext context);

    /** The pods of the run's steps among those that were seen with it; their logs are kept. */
    List<StepPod> pods(PipelineRun run, Collection<Pod> seen);

    /** Removes what a run that has ended leaves in the cluster, those pods of its steps among it; its history was told. */
    void clear(PipelineRun run, List<StepPod> pods);
}
