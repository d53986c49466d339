package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
 * @param labels own words about it, by which runs are found; at most 32
 * @param priority -100 to 100, 0 where absent: of the team's runs that wait for the same quota, those of higher priority go
 *     first
 * @param maxCost most that it may cost: a run whose quote is above it is refused, and one that gets there is stopped
 */
@Schema(name = "RunRequest", examples = """
                {"pipeline":"digits","version":"1","name":"first light","parameters":{"seed":7},"hardwareClass":"small",\
                "deadline":"90m","labels":{"project":"atlas"},"priority":10,\
                "maxCost":{"amount":"12.50","currency":"EUR"}}""")
public record RunRequest(
        @Nullable String pipeline,
        @Nullable String version,
        @Nullable String ir,
        @Nullable String name,
        @Nullable JsonNode parameters,
        @Nullable String hardwareClass,
        @Nullable String deadline,
        @Nullable Map<String, @Nullable String> labels,
        @Nullable Integer priority,
        @Nullable MaxCost maxCost) {
    /** A run of a compiled pipeline. */
    public static RunRequest of(String ir, @Nullable String name, @Nullable JsonNode parameters) {
        return new RunRequest(null, null, ir, name, parameters, null, null, null, null, null);
    }

    /** A run of a version of a pipeline. */
    public static RunRequest ofVersion(
            String pipeline, String version, @Nullable String name, @Nullable JsonNode parameters) {
        return new RunRequest(pipeline, version, null, name, parameters, null, null, null, null, null);
    }
}
