package dev.freihafen.cost.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How capacity was bought. A rate for {@link #ON_DEMAND} never serves {@link #SPOT}. */
public enum CapacityType {
    ON_DEMAND("OnDemand"),
    SPOT("Spot");

    private final String text;

    CapacityType(String text) {
        this.text = text;
    }

    /** The name in files, in the ledger and in REST. */
    public String text() {
        return text;
    }

    /** Reads the name; any other text is refused. */
    public static CapacityType of(String column, String text) {
        for (CapacityType value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(CapacityType::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
