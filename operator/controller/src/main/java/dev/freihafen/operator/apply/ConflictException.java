package dev.freihafen.operator.apply;

import dev.freihafen.operator.workload.Reason;

/** An object of that name exists and belongs to somebody else; the message says which. */
public final class ConflictException extends ApplyException {
    private static final long serialVersionUID = 1;

    ConflictException(String message) {
        super(new Reason("Conflict", message));
    }
}
