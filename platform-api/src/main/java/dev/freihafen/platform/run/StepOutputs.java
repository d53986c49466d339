package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a step has put out at its end.
 *
 * @param parameters JSON object, by name
 * @param artifacts in the order of the step's declaration
 * @param truncated whether something was left out because it was too large
 */
public record StepOutputs(JsonNode parameters, List<StepArtifact> artifacts, boolean truncated) {
    public StepOutputs {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * An artifact that a step has put out.
     *
     * @param name of the output
     * @param type schema title such as {@code system.Metrics}
     * @param uri where it lies
     * @param metadata JSON object
     */
    public record StepArtifact(String name, String type, String uri, JsonNode metadata) {}
}
