package dev.freihafen.cost.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What was metered. A node is capacity: never shared, never charged. */
public enum ObjectKind {
    POD("Pod"),
    PERSISTENT_VOLUME_CLAIM("PersistentVolumeClaim"),
    NODE("Node"),
    SERVICE("Service");

    private final String text;

    ObjectKind(String text) {
        this.text = text;
    }

    /** The name in files, in the ledger and in REST. */
    public String text() {
        return text;
    }

    /** Reads the name; any other text is refused. */
    public static ObjectKind of(String column, String text) {
        for (ObjectKind value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(ObjectKind::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
