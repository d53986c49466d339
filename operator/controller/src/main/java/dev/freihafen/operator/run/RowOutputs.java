package dev.freihafen.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANY = "system.Artifact";

    private RowOutputs() {}

    /**
     * The outputs of a step that has succeeded; absent when it has not, or has none.
     *
     * @param logged the whole result as the log tells it, which counts where the status has only a part of it; absent when the
     *     log does not tell it
     */
    static @Nullable JsonNode of(StepStatus step, @Nullable String logged) {
        if (step.state() != StepStatus.State.Succeeded) {
            return null;
        }
        JsonNode whole = logged == null ? null : read(logged);
        if (whole != null) {
            return bounded(whole.get("parameters"), whole.get("artifacts"));
        }
        if (TRUNCATED.equals(step.reason())) {
            return truncated(JsonNodeFactory.instance.arrayNode());
        }
        return step.parameters() == null && step.artifacts() == null
                ? null
                : bounded(step.parameters(), step.artifacts());
    }

    private static @Nullable JsonNode read(String result) {
        try {
            JsonNode whole = JSON.readTree(result);
            return whole.isObject() ? whole : null;
        } catch (JsonProcessingException notTheWrapper) {
            return null;
        }
    }

    private static JsonNode bounded(@Nullable JsonNode parameters, @Nullable JsonNode artifacts) {
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        outputs.set("parameters", parameters == null ? JsonNodeFactory.instance.objectNode() : parameters);
        outputs.set("artifacts", artifacts(artifacts, true));
        if (fits(outputs)) {
            return outputs;
        }
        JsonNode bare = truncated(artifacts(artifacts, false));
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
