package dev.freihafen.operator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a step has put out, as its event tells it: parameters by name, artifacts one by one, at most 64 KiB. Pure. */
final class RowOutputs {
    /** Most bytes that an event carries, UTF-8. */
    static final int MOST_BYTES = 64 << 10;

    private static final String TRUNCATED = "ResultTruncated";
    private static final String ANY = "system.Artifact";

    private RowOutputs() {}

    /** The outputs of a step that has succeeded; absent when it has not, or has none. */
    static @Nullable JsonNode of(StepStatus step) {
        if (step.state() != StepStatus.State.Succeeded) {
            return null;
        }
        if (TRUNCATED.equals(step.reason())) {
            return truncated(JsonNodeFactory.instance.arrayNode());
        }
        if (step.parameters() == null && step.artifacts() == null) {
            return null;
        }
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        outputs.set(
                "parameters", step.parameters() == null ? JsonNodeFactory.instance.objectNode() : step.parameters());
        outputs.set("artifacts", artifacts(step.artifacts(), true));
        if (fits(outputs)) {
            return outputs;
        }
        JsonNode bare = truncated(artifacts(step.artifacts(), false));
        return fits(bare) ? bare : truncated(JsonNodeFactory.instance.arrayNode());
    }

    private static JsonNode truncated(ArrayNode artifacts) {
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        outputs.putObject("parameters");
        outputs.set("artifacts", artifacts);
        outputs.put("truncated", true);
        return outputs;
    }

    private static ArrayNode artifacts(@Nullable JsonNode byName, boolean withMetadata) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        if (byName != null) {
            byName.properties()
                    .forEach(output -> output.getValue().forEach(artifact -> {
                        ObjectNode told = all.addObject();
                        told.put("name", output.getKey());
                        told.put("type", artifact.at("/type/schemaTitle").asText(ANY));
                        told.put("uri", artifact.path("uri").asText());
                        told.set(
                                "metadata",
                                withMetadata && artifact.path("metadata").isObject()
                                        ? artifact.get("metadata")
                                        : JsonNodeFactory.instance.objectNode());
                    }));
        }
        return all;
    }

    private static boolean fits(JsonNode outputs) {
        return outputs.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }
}
