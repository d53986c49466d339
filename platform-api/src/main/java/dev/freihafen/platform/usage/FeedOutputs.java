package dev.freihafen.platform.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.platform.run.StepOutputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outputs of a step from JSON: parameters by name, artifacts one by one. */
final class FeedOutputs {
    private static final int MOST_BYTES = 65_536;
    private static final Set<String> OUTPUTS = Set.of("parameters", "artifacts", "truncated");
    private static final Set<String> ARTIFACT = Set.of("name", "type", "uri", "metadata");

    private FeedOutputs() {}

    static @Nullable StepOutputs read(@Nullable JsonNode row) {
        if (row == null) {
            return null;
        }
        if (row.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new FeedFields.BadField(
                    "outputs", "is larger than " + MOST_BYTES + " bytes; leave parts out and say truncated");
        }
        FeedFields fields = new FeedFields(row, OUTPUTS);
        return new StepOutputs(
                orEmpty(fields.object("parameters")),
                artifacts(row.path("artifacts")),
                row.has("truncated") && fields.flag("truncated"));
    }

    private static List<StepOutputs.StepArtifact> artifacts(JsonNode list) {
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw new FeedFields.BadField("outputs.artifacts", "must be a list");
        }
        List<StepOutputs.StepArtifact> artifacts = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isObject()) {
                throw new FeedFields.BadField("outputs.artifacts", "must hold objects");
            }
            FeedFields fields = new FeedFields(item, ARTIFACT);
            artifacts.add(new StepOutputs.StepArtifact(
                    fields.text("name", 255),
                    fields.text("type", 255),
                    fields.optionalText("uri", 4096).orElse(""),
                    orEmpty(fields.object("metadata"))));
        }
        return artifacts;
    }

    private static JsonNode orEmpty(@Nullable JsonNode object) {
        return object == null ? JsonNodeFactory.instance.objectNode() : object;
    }
}
