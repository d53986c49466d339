package dev.freihafen.operator.kfp;

import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a run when it is decided what to do.
 *
 * @param attempt attempt of the run, from 1
 * @param notes what was noted of this attempt
 * @param ending why it must end, empty while it goes on
 * @param held why new work of its team waits, empty when it does not
 * @param expiry when it has waited too long to be handed over
 * @param seen what Kubeflow Pipelines says
 * @param workflows Workflows that carry its id
 * @param livePods names of pods that carry its id and have not ended
 * @param begun whether a step of it has begun
 * @param now the time
 */
record Picture(
        int attempt,
        Notes notes,
        Optional<Ending> ending,
        Optional<Reason> held,
        Instant expiry,
        Seen seen,
        List<Workflow> workflows,
        List<String> livePods,
        boolean begun,
        Instant now) {
    Picture {
        workflows = List.copyOf(workflows);
        livePods = List.copyOf(livePods);
    }

    /** What Kubeflow Pipelines says of a run. */
    sealed interface Seen {
        /** It was not asked, since the run was never handed over. */
        record NotAsked() implements Seen {}

        /** It has the run. */
        record Found(KfpRun run) implements Seen {}

        /** It does not have the run. */
        record Missing() implements Seen {}

        /** It cannot be asked now. */
        record Away(Reason reason, Instant until) implements Seen {}
    }

    /**
     * A Workflow.
     *
     * @param name its name
     * @param createdAt when it was made
     * @param isGoing whether it is being deleted
     */
    record Workflow(String name, Instant createdAt, boolean isGoing) {}

    /** Whether anything of it is in the cluster. */
    boolean isAlive() {
        return !workflows.isEmpty() || !livePods.isEmpty();
    }

    List<String> workflowNames() {
        return workflows.stream().map(Workflow::name).toList();
    }
}
