package dev.freihafen.cost.ledger;

/**
 * A usage row or a rate that is refused. {@link #column()} names the field, {@link #reason()} says in a plain sentence
 * what is wrong and what is expected; the message is {@code column: reason}.
 */
public final class InvalidFact extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String column;
    private final String reason;

    public InvalidFact(String column, String reason) {
        super(column + ": " + reason);
        this.column = column;
        this.reason = reason;
    }

    public String column() {
        return column;
    }

    public String reason() {
        return reason;
    }
}
