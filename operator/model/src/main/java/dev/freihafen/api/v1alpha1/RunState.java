package dev.freihafen.api.v1alpha1;

/** Where a run stands. The last four are terminal for its attempt. */
public enum RunState {
    /** Taken in; nothing done yet. */
    Accepted,
    /** Waits before any step: quota, hold, engine away. */
    Queued,
    /** Being handed to the engine. */
    Submitting,
    /** Its first step waits to be scheduled or pulls its image. */
    Pending,
    /** At least one step has run or runs. */
    Running,
    /** Cancel was asked for; its pods are being ended. */
    Canceling,
    /** All it had to do is done. */
    Succeeded,
    /** A step failed for good, the deadline passed, or the pipeline cannot run here. */
    Failed,
    /** Ended because somebody asked. */
    Canceled,
    /** The engine lost it. */
    Lost;

    /** Whether an attempt ends with this state. */
    public boolean isTerminal() {
        return switch (this) {
            case Succeeded, Failed, Canceled, Lost -> true;
            case Accepted, Queued, Submitting, Pending, Running, Canceling -> false;
        };
    }
}
