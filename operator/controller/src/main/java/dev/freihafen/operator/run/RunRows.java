package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.outbox.FeedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What the platform API is told of a run. Pure; the same status gives the same rows under the same ids. */
final class RunRows {
    private static final long PER_ATTEMPT = 1_000_000;

    private RunRows() {}

    /**
     * That the run was made, what became of it, then one row for each step.
     *
     * @param logged what the log of a pod, by its uid, tells of its step's outputs
     */
    static List<FeedRow> of(
            PipelineRun run, PipelineRunStatus status, RunTeam team, Function<String, Optional<String>> logged) {
        String id = run.getMetadata().getName();
        String at = latest(status);
        int attempt = Objects.requireNonNullElse(status.attempt(), 1);
        long generation = attempt * PER_ATTEMPT + Objects.requireNonNullElse(status.sequence(), 0L);
        List<FeedRow> rows = new ArrayList<>();
        rows.add(created(run, team));
        rows.add(new FeedRow.RunEvent(
                "run/" + id + "/" + generation,
                id,
                team.name(),
                team.uid(),
                Objects.requireNonNull(status.state()).name(),
                status.reason(),
                status.message(),
                status.engine(),
                status.startedAt(),
                status.finishedAt(),
                generation,
                at));
        for (StepStatus step : status.steps()) {
            rows.add(new FeedRow.StepEvent(
                    String.join(
                            "/",
                            "step",
                            id,
                            step.path(),
                            Integer.toString(step.attempt()),
                            step.state().name(),
                            Objects.requireNonNullElse(step.reason(), "")),
                    id,
                    team.name(),
                    team.uid(),
                    step.path(),
                    step.attempt(),
                    step.state().name(),
                    step.reason(),
                    step.message(),
                    step.podName(),
                    step.podUid(),
                    step.startedAt(),
                    step.finishedAt(),
                    step.parameters(),
                    step.artifacts(),
                    RowOutputs.of(
                            step,
                            step.podUid() == null
                                    ? null
                                    : logged.apply(step.podUid()).orElse(null)),
                    generation,
                    at));
        }
        return rows;
    }

    private static FeedRow created(PipelineRun run, RunTeam team) {
        PipelineRunSpec spec = run.getSpec();
        return new FeedRow.RunCreated(
                "created/" + run.getMetadata().getUid(),
                run.getMetadata().getName(),
                team.name(),
                team.uid(),
                spec.owner(),
                spec.pipeline(),
                spec.versionDigest(),
                spec.parameters(),
                spec.hardwareClass(),
                spec.deadline(),
                run.getMetadata().getCreationTimestamp());
    }

    private static String latest(PipelineRunStatus status) {
        return status.finishedAt() == null ? Objects.requireNonNull(status.acceptedAt()) : status.finishedAt();
    }
}
