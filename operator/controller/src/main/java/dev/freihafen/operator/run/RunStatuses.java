package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.workload.Conditions;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A move as the status that is written. Pure. */
final class RunStatuses {
    private static final String READY = "Ready";

    private RunStatuses() {}

    /** The status after a move; equal to the one before, but for its sequence, when nothing changed. */
    static PipelineRunStatus of(PipelineRun run, @Nullable String engine, Move move, Instant now) {
        PipelineRunStatus before = run.getStatus();
        String accepted = before == null || before.acceptedAt() == null ? seconds(now) : before.acceptedAt();
        return new PipelineRunStatus(
                move.state(),
                move.reason(),
                move.message(),
                engine,
                before == null || before.attempt() == null ? attempt(run) : before.attempt(),
                before == null || before.sequence() == null ? 0 : before.sequence(),
                accepted,
                before == null || before.startedAt() == null ? first(move.steps()) : before.startedAt(),
                move.state().isTerminal() ? finished(move.steps(), before, accepted, now) : null,
                move.steps(),
                run.getMetadata().getGeneration(),
                conditions(run, move, now));
    }

    private static List<Condition> conditions(PipelineRun run, Move move, Instant now) {
        PipelineRunStatus before = run.getStatus();
        List<Condition> all = new ArrayList<>(Conditions.ready(
                move.state().isTerminal(),
                new Reason(
                        Objects.requireNonNullElse(move.reason(), move.state().name()),
                        Objects.requireNonNullElse(move.message(), "")),
                run.getMetadata().getGeneration(),
                before == null ? List.of() : before.conditions(),
                now));
        all.addAll(move.conditions());
        return all;
    }

    /** Whether a new attempt is asked for of a run that has ended without success. */
    static boolean isRetryAsked(PipelineRun run) {
        PipelineRunStatus status = run.getStatus();
        return status != null
                && status.state() != null
                && status.state().isTerminal()
                && status.state() != RunState.Succeeded
                && attempt(run) > Objects.requireNonNullElse(status.attempt(), 1);
    }

    /** The first status of the next attempt: steps that succeeded are kept, the others wait to be tried again. */
    static PipelineRunStatus retried(PipelineRun run, Instant now) {
        PipelineRunStatus before = run.getStatus();
        List<StepStatus> steps = NextAttempt.of(before.steps());
        Move accepted = new Move(
                RunState.Accepted,
                null,
                "A new attempt of the run begins.",
                steps,
                null,
                null,
                before.conditions().stream()
                        .filter(condition -> !READY.equals(condition.getType()))
                        .toList());
        return new PipelineRunStatus(
                accepted.state(),
                accepted.reason(),
                accepted.message(),
                before.engine(),
                attempt(run),
                before.sequence(),
                seconds(now),
                before.startedAt(),
                null,
                steps,
                run.getMetadata().getGeneration(),
                conditions(run, accepted, now));
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

    private static int attempt(PipelineRun run) {
        return Objects.requireNonNullElse(run.getSpec().attempt(), 1);
    }

    private static @Nullable String first(List<StepStatus> steps) {
        return steps.stream()
                .map(StepStatus::startedAt)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(Instant::parse))
                .orElse(null);
    }

    /** The end of the last pod; the operator's time only where no pod ran in this attempt. */
    private static String finished(
            List<StepStatus> steps, @Nullable PipelineRunStatus before, String accepted, Instant now) {
        if (before != null && before.finishedAt() != null) {
            return before.finishedAt();
        }
        return steps.stream()
                .map(StepStatus::finishedAt)
                .filter(Objects::nonNull)
                .filter(time -> !Instant.parse(time).isBefore(Instant.parse(accepted)))
                .max(Comparator.comparing(Instant::parse))
                .orElse(seconds(now));
    }

    private static String seconds(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
