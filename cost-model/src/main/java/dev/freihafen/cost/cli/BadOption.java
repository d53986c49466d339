package dev.freihafen.cost.cli;

/** An option that cannot be followed; the message is one line, {@code --option: what is wrong}. */
final class BadOption extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadOption(String option, String reason) {
        super((option + ": " + reason).replaceAll("\\p{Cntrl}|\\p{Cs}", "?"));
    }
}
