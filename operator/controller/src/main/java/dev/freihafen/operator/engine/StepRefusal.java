package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.operator.workload.Reason;

/**
 * The API server's word that it does not take the pod of a step.
 *
 * @param reason why
 * @param isFinal whether it will never take it, as of a malformed image name; else it is tried again, as with a quota
 */
record StepRefusal(Reason reason, boolean isFinal) {
    /** The step with this refusal: failed for good, or waiting with the reason. */
    public StepStatus of(StepStatus step) {
        return isFinal
                ? Observation.with(step, StepStatus.State.Failed, null, Observation.POD_REFUSED, reason.message(), null)
                : Observation.with(step, step.state(), null, reason.code(), reason.message(), null);
    }
}
