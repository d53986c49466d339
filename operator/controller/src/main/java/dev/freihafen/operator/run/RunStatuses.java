package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.engine.Plan;
import dev.freihafen.operator.engine.Planner;
import dev.freihafen.operator.engine.StepRefusal;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plan as the status that is written. Pure. */
final class RunStatuses {
    /** Name of the engine in the status. */
    static final String ENGINE = "builtin";

    private RunStatuses() {}

    /** The status after a plan; equal to the one before, but for its sequence, when nothing changed. */
    static PipelineRunStatus of(PipelineRun run, Plan plan, Instant now) {
        PipelineRunStatus before = run.getStatus();
        Long generation = run.getMetadata().getGeneration();
        String accepted = before == null || before.acceptedAt() == null ? seconds(now) : before.acceptedAt();
        Reason reason = new Reason(
                Objects.requireNonNullElse(plan.reason(), plan.state().name()),
                Objects.requireNonNullElse(plan.message(), ""));
        return new PipelineRunStatus(
                plan.state(),
                plan.reason(),
                plan.message(),
                ENGINE,
                1,
                before == null || before.sequence() == null ? 0 : before.sequence(),
                accepted,
                first(plan.steps()),
                plan.state().isTerminal() ? finished(plan.steps(), before, now) : null,
                plan.steps(),
                generation,
                Conditions.ready(
                        plan.state().isTerminal(),
                        reason,
                        generation,
                        before == null ? List.of() : before.conditions(),
                        now));
    }

    /** The status with its sequence one further. */
    static PipelineRunStatus next(PipelineRunStatus status) {
        return new PipelineRunStatus(
                status.state(),
                status.reason(),
                status.message(),
                status.engine(),
                status.attempt(),
                Objects.requireNonNullElse(status.sequence(), 0L) + 1,
                status.acceptedAt(),
                status.startedAt(),
                status.finishedAt(),
                status.steps(),
                status.observedGeneration(),
                status.conditions());
    }

    /** The status with the API server's refusals of pods, told for the run and for each step. */
    static PipelineRunStatus refused(PipelineRunStatus status, Map<String, StepRefusal> refusals) {
        List<StepStatus> steps = status.steps().stream()
                .map(step -> {
                    StepRefusal refusal = refusals.get(step.podName());
                    return refusal == null ? step : refusal.of(step);
                })
                .toList();
        Optional<Reason> hindrance = Planner.hindrance(steps);
        return new PipelineRunStatus(
                status.state(),
                hindrance.map(Reason::code).orElse(null),
                hindrance.map(Reason::message).orElse(null),
                status.engine(),
                status.attempt(),
                status.sequence(),
                status.acceptedAt(),
                status.startedAt(),
                status.finishedAt(),
                steps,
                status.observedGeneration(),
                status.conditions());
    }

    /** When the run must have ended; absent for never. */
    static @Nullable Instant deadline(PipelineRun run, Instant now) {
        String text = run.getSpec().deadline();
        if (text == null) {
            return null;
        }
        PipelineRunStatus status = run.getStatus();
        Instant accepted = status == null || status.acceptedAt() == null ? now : Instant.parse(status.acceptedAt());
        return accepted.plus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    }

    private static @Nullable String first(List<StepStatus> steps) {
        return steps.stream()
                .map(StepStatus::startedAt)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(Instant::parse))
                .orElse(null);
    }

    /** The end of the last pod; the operator's time only where no pod ran. */
    private static String finished(List<StepStatus> steps, @Nullable PipelineRunStatus before, Instant now) {
        if (before != null && before.finishedAt() != null) {
            return before.finishedAt();
        }
        return steps.stream()
                .map(StepStatus::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Instant::parse))
                .orElse(seconds(now));
    }

    private static String seconds(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
