package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.StepStatus;
import java.util.List;

/** The steps of a run with which its next attempt begins. Pure. */
public final class NextAttempt {
    private NextAttempt() {}

    /** Steps that succeeded are kept, those that were skipped are decided anew, the others wait to be tried again. */
    public static List<StepStatus> of(List<StepStatus> ended) {
        return ended.stream()
                .filter(step -> step.state() != StepStatus.State.Skipped)
                .map(step -> step.state() == StepStatus.State.Succeeded ? step : awaiting(step))
                .toList();
    }

    private static StepStatus awaiting(StepStatus step) {
        return new StepStatus(
                step.path(),
                StepStatus.State.Retrying,
                step.attempt(),
                null,
                null,
                null,
                null,
                "RunRetried",
                "the run is tried again",
                null,
                null,
                step.attempt());
    }
}
