package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.ir.Ir;
import dev.freihafen.platform.problem.PlatformException;
import java.util.List;

/**
 * Compiled pipelines in requests and answers: either the pipeline alone, or {@code pipeline_spec} and {@code platform_spec}
 * beside each other where it says something of its platform. Pure.
 */
final class Specs {
    private static final String PIPELINE = "pipeline_spec";
    private static final String PLATFORM = "platform_spec";

    private Specs() {}

    /** The text of a compiled pipeline, as the SDK would write it into a file. */
    static String text(JsonNode told) {
        if (!told.isObject()) {
            throw new PlatformException.BadRequest("pipeline_spec must be a JSON object");
        }
        JsonNode pipeline = field(told, PIPELINE, "pipelineSpec");
        if (pipeline.isMissingNode()) {
            return told.toString();
        }
        JsonNode platform = field(told, PLATFORM, "platformSpec");
        return platform.isMissingNode() || platform.isEmpty()
                ? pipeline.toString()
                : "---\n" + pipeline + "\n---\n" + platform + "\n";
    }

    private static JsonNode field(JsonNode object, String snake, String camel) {
        return object.has(snake) ? object.path(snake) : object.path(camel);
    }

    /** The same as an answer has it. */
    static JsonNode json(String text) {
        List<JsonNode> documents = Ir.documents(text);
        if (documents.size() < 2) {
            return documents.getFirst();
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.set(PIPELINE, documents.get(0));
        both.set(PLATFORM, documents.get(1));
        return both;
    }
}
