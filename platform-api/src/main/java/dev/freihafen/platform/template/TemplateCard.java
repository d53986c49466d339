package dev.freihafen.platform.template;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What {@code template.yaml} says of a template.
 *
 * @param run fields of a request for a run, besides the pipeline
 * @param schedule fields of a schedule, besides the run; absent where it is not meant to be started by one
 */
record TemplateCard(
        String title,
        String description,
        JsonNode run,
        @Nullable JsonNode schedule) {}
