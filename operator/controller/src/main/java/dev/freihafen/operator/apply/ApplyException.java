package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.Reason;

/** An object cannot be made as desired, for a reason that a person has to remove. */
public abstract sealed class ApplyException extends RuntimeException permits ConflictException, RefusedException {
    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    ApplyException(Reason reason) {
        super(reason.message());
        this.reason = reason;
    }

    /** What to report of it. */
    public Reason reason() {
        return reason;
    }
}
