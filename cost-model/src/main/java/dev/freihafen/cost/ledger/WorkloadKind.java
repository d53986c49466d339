package dev.freihafen.cost.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the metered object belongs to. {@link #SYSTEM} is shared cost, whatever its team. */
public enum WorkloadKind {
    WORKSPACE("Workspace"),
    PIPELINE_RUN("PipelineRun"),
    MODEL_ENDPOINT("ModelEndpoint"),
    VOLUME("Volume"),
    SYSTEM("System"),
    OTHER("Other");

    private final String text;

    WorkloadKind(String text) {
        this.text = text;
    }

    /** The name in files, in the ledger and in REST. */
    public String text() {
        return text;
    }

    /** Reads the name; any other text is refused. */
    public static WorkloadKind of(String column, String text) {
        for (WorkloadKind value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values()).map(WorkloadKind::text).collect(Collectors.joining(", "));
        throw new InvalidFact(column, Fields.quoted(text) + " is not one of " + known);
    }
}
