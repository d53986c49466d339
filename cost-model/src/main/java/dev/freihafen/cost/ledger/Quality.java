package dev.freihafen.cost.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Whether the times of an interval were stated by the cluster or estimated from what was last seen. */
public enum Quality {
    EXACT("Exact"),
    ESTIMATED("Estimated");

    private final String text;

    Quality(String text) {
        this.text = text;
    }

    /** The name in files, in the ledger and in REST. */
    public String text() {
        return text;
    }

    /** Reads the name; any other text is refused. */
    public static Quality of(String column, String text) {
        for (Quality value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(Quality::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
