package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.Reason;

/** An object cannot be made as desired, for a reason that a person has to remove. */
public abstract sealed class ApplyException extends RuntimeException permits ConflictException, RefusedException {
    private static final long serialVersionUID = 1;

    private final String code;

    ApplyException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** What to report of it. */
    public Reason reason() {
        return new Reason(code, String.valueOf(getMessage()));
    }
}
