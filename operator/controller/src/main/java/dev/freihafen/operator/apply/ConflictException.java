package dev.freihafen.operator.apply;

/** An object of that name exists and the operator did not create it; the message says which. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConflictException(String message) {
        super(message);
    }
}
