package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.ir.TaskSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts of steps: which one counts now, and when the next is due. It writes what it decides into the steps it was given. */
final class Attempts {
    private final String run;
    private final Map<String, StepStatus> steps;
    private final boolean begins;
    private final Instant now;
    private @Nullable Instant wake;

    /**
     * @param steps what is recorded, by path
     * @param begins whether anything may begin
     */
    Attempts(String run, Map<String, StepStatus> steps, boolean begins, Instant now) {
        this.run = run;
        this.steps = steps;
        this.begins = begins;
        this.now = now;
    }

    /** When an attempt is due that no event will announce. */
    @Nullable
    Instant wake() {
        return wake;
    }

    /** Whether the step has not been tried in this attempt of its run, though it was in an earlier one. */
    static boolean isAwaiting(StepStatus step) {
        return step.state() == State.Retrying
                && step.attemptsBefore() != null
                && step.attemptsBefore().equals(step.attempt());
    }

    /** The attempt of the step that counts now; absent when the step has not begun and may not. */
    Optional<StepStatus> current(String path, TaskSpec.@Nullable RetryPolicy policy) {
        StepStatus step = steps.get(path);
        if (step == null) {
            return begins ? Optional.of(begin(path, 1, null)) : Optional.empty();
        }
        if (step.state() == State.Failed
                && !Observation.POD_REFUSED.equals(step.reason())
                && tries(step) <= Backoff.retries(policy)) {
            step = Observation.with(step, State.Retrying, null, step.reason(), step.message(), null);
            steps.put(path, step);
        }
        return Optional.of(step.state() == State.Retrying ? again(step, policy) : step);
    }

    private StepStatus again(StepStatus step, TaskSpec.@Nullable RetryPolicy policy) {
        if (!isAwaiting(step)) {
            Instant due = (step.finishedAt() == null ? now : Instant.parse(step.finishedAt()))
                    .plus(Backoff.after(policy, tries(step)));
            if (due.isAfter(now)) {
                wake = wake == null || due.isBefore(wake) ? due : wake;
                return step;
            }
        }
        return begins ? begin(step.path(), step.attempt() + 1, step.attemptsBefore()) : step;
    }

    /** How often it was tried in this attempt of its run. */
    private static int tries(StepStatus step) {
        return step.attempt() - (step.attemptsBefore() == null ? 0 : step.attemptsBefore());
    }

    private StepStatus begin(String path, int attempt, @Nullable Integer before) {
        StepStatus step = new StepStatus(
                path,
                State.Pending,
                attempt,
                StepNames.pod(run, path, attempt),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                before);
        steps.put(path, step);
        return step;
    }
}
