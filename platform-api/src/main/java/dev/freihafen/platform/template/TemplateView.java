package dev.freihafen.platform.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A template as REST shows it. To use one: change {@code source}, compile it, or put {@code ir} as it is as a version of a
 * pipeline, and submit {@code run} with it.
 *
 * @param parameters what it can be given
 * @param run fields of a request for a run, besides the pipeline; an example that works
 * @param schedule fields of a schedule, besides the run; absent where it is not meant to be started by one
 * @param source Python, for the kfp SDK
 * @param ir the source compiled, YAML
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PipelineTemplate")
record TemplateView(
        String name,
        String title,
        String description,
        List<ParameterView> parameters,
        JsonNode run,
        @Nullable JsonNode schedule,
        String source,
        String ir) {
    /** A template among others. */
    @Schema(name = "PipelineTemplateItem")
    record Item(String name, String title, String description) {}

    /**
     * What a template can be given.
     *
     * @param type such as STRING or NUMBER_INTEGER
     * @param defaultValue absent where it must be given
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PipelineTemplateParameter")
    record ParameterView(
            String name,
            String type,
            @Nullable JsonNode defaultValue,
            boolean required,
            @Nullable String description) {}

    Item item() {
        return new Item(name, title, description);
    }
}
