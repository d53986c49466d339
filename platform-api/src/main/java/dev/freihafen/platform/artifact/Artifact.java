package dev.freihafen.platform.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * An artifact that a step of a run has put out.
 *
 * @param number grows in the order in which artifacts were told
 * @param step path of the task in the pipeline
 * @param attempt of the step, 1 for the first
 * @param output name under which the step puts it out
 * @param position among the artifacts of that output, 0 for the first
 * @param type schema title such as {@code system.Model}
 * @param uri where it lies: a path on the run's volume, or a place elsewhere
 * @param metadata what the step said of it, a JSON object
 */
public record Artifact(
        long number,
        UUID id,
        UUID run,
        String step,
        int attempt,
        String output,
        int position,
        String type,
        String uri,
        JsonNode metadata,
        Instant createdAt) {
    /** Type of models. */
    public static final String MODEL = "system.Model";

    /** Type of scalar metrics; they are its metadata. */
    public static final String METRICS = "system.Metrics";
}
