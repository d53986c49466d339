package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes the next pods when the team's quota is used up: a run makes none while a run of higher priority waits for the quota.
 * It is read from what is recorded of the runs, so an operator that is started again decides alike. Pure.
 */
final class Precedence {
    private static final String CODE = "Priority";
    private static final Set<String> WAITS = Set.of(PodReasons.QUOTA, CODE);

    private Precedence() {}

    /** Why the run must not make pods now; empty when it may. */
    static Optional<Reason> behind(PipelineRun run, List<PipelineRun> others) {
        return others.stream()
                .filter(other -> priority(other) > priority(run) && waitsForQuota(other))
                .max(Comparator.comparingInt(Precedence::priority)
                        .thenComparing(other -> other.getMetadata().getName()))
                .map(other -> new Reason(
                        CODE,
                        "The team's quota is used up and run "
                                + other.getMetadata().getName() + " of priority "
                                + priority(other) + " comes before this one of priority " + priority(run)
                                + "; it starts after that one, or when the quota is raised"));
    }

    private static boolean waitsForQuota(PipelineRun run) {
        return run.getStatus() != null
                && run.getStatus().steps().stream()
                        .anyMatch(step -> step.state() == StepStatus.State.Pending
                                && step.podUid() == null
                                && WAITS.contains(step.reason() == null ? "" : step.reason()));
    }

    private static int priority(PipelineRun run) {
        return Objects.requireNonNullElse(run.getSpec().priority(), 0);
    }
}
