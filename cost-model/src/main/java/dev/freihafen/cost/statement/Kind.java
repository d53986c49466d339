package dev.freihafen.cost.statement;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a line of a statement is. */
public enum Kind {
    /** A team's own usage. */
    USAGE("Usage"),
    /** Capacity that nobody reserved: a team's share of it, or what stays central (no team). */
    IDLE("Idle"),
    /** Usage of the platform itself: a team's share of it, or what stays central (no team). */
    SHARED("Shared"),
    /** Usage of no team. */
    UNALLOCATED("Unallocated"),
    /** A reversal of a line of a closed month, or the line as it should have been. */
    CORRECTION("Correction"),
    /** Usage without a rate: it has no amount, and its cluster is a draft. */
    UNPRICED("Unpriced"),
    /** The pool less everything else: how far invoice and rates disagree. */
    RESIDUAL("Residual");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /** The name in files and in REST. */
    public String text() {
        return text;
    }

    /** Reads the name; any other text is refused. */
    public static Kind of(String column, String text) {
        for (Kind value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
