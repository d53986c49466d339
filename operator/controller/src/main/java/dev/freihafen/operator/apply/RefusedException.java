package dev.freihafen.operator.apply;

/** The API server refused the object, such as for a quota or a policy; the message has its words. */
public final class RefusedException extends ApplyException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super("Refused", message);
    }
}
