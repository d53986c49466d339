package dev.freihafen.platform.kfp;

import dev.freihafen.api.v1alpha1.StepStatus;

/** States of runs and tasks in the words of KFP; of ends its clients know SUCCEEDED, FAILED and SKIPPED alone. */
enum KfpState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    SKIPPED,
    FAILED,
    CANCELING,
    CANCELED;

    /**
     * The state of a run, as SQL over a table {@code r} of runs. A canceled or lost run is FAILED with an error that says
     * so, since clients that wait for a run wait for ever for CANCELED.
     */
    static final String OF_RUN = """
            case when r.state = 'Succeeded' then 'SUCCEEDED'
              when r.state in ('Failed', 'Canceled', 'Lost') then 'FAILED'
              when r.cancel_requested or r.state = 'Canceling' then 'CANCELING'
              when r.state = 'Running' then 'RUNNING'
              else 'PENDING' end
            """;

    /** Whether nothing comes after it. */
    boolean isEnd() {
        return switch (this) {
            case SUCCEEDED, SKIPPED, FAILED, CANCELED -> true;
            case PENDING, RUNNING, CANCELING -> false;
        };
    }

    /** The state of a step's attempt; one that waits for the next attempt is pending. */
    static KfpState of(StepStatus.State state) {
        return switch (state) {
            case Pending, Retrying -> PENDING;
            case Running -> RUNNING;
            case Succeeded -> SUCCEEDED;
            case Failed -> FAILED;
            case Skipped -> SKIPPED;
            case Canceled -> CANCELED;
        };
    }
}
