package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for when a run is submitted: a version of a pipeline of the team, or a compiled pipeline in the request.
 *
 * @param pipeline name of a pipeline of the team, with {@code version}
 * @param version of that pipeline
 * @param ir the compiled pipeline, YAML or JSON as text, at most 262,144 bytes
 * @param name for people
 * @param parameters of the pipeline, by name
 * @param hardwareClass class of every step; where it is absent the steps' own requests hold
 * @param deadline longest time to the end, such as {@code 90m}
 */
public record RunRequest(
        @Nullable String pipeline,
        @Nullable String version,
        @Nullable String ir,
        @Nullable String name,
        @Nullable JsonNode parameters,
        @Nullable String hardwareClass,
        @Nullable String deadline) {}
