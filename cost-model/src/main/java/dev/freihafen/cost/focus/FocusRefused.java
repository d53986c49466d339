package dev.freihafen.cost.focus;

/** The statement cannot be exported; the message names what is missing and what to do about it. */
public final class FocusRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    FocusRefused(String message) {
        super(message);
    }
}
