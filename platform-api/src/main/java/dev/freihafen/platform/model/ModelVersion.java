package dev.freihafen.platform.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model; it never changes.
 *
 * @param version 1 for the first; numbers are never given again
 * @param source the artifact that it was made from
 * @param uri where it lies: {@code pvc://models/<path>} on the team's model volume, or elsewhere
 * @param format in which it was written
 * @param metadata what the step said of the artifact
 * @param metrics a JSON list of the run's scalar metrics: step, output, name, value
 * @param aliases that stand for it now, by name
 */
record ModelVersion(
        String model,
        int version,
        Source source,
        String uri,
        ServedModel.Format format,
        @Nullable String description,
        JsonNode metadata,
        JsonNode metrics,
        List<String> aliases,
        String createdBy,
        Instant createdAt) {
    private static final String VOLUME = "/freihafen/run/";
    private static final String PUBLISHED = "pvc://models/";

    ModelVersion {
        aliases = List.copyOf(aliases);
    }

    /**
     * The artifact and the run that it comes from.
     *
     * @param pipelineVersion absent when the pipeline came with the run
     * @param digest of the compiled pipeline
     */
    record Source(
            UUID artifact,
            UUID run,
            String step,
            String output,
            String pipeline,
            @Nullable String pipelineVersion,
            String digest) {}

    /**
     * Where a model lies once its run has succeeded: what a step put out on the run's volume, or under the run's own prefix
     * of the platform's store, was copied to the team's model volume.
     */
    static String place(String team, UUID run, String step, String output, String uri) {
        boolean isCopied = uri.startsWith(VOLUME) || uri.matches("s3://[^/]+/" + team + "/" + run + "/.+");
        return isCopied ? PUBLISHED + run + "/" + step + "/" + output : uri;
    }

    /** Whether an endpoint can serve it from where it lies. */
    boolean isServable() {
        return uri.startsWith(PUBLISHED);
    }
}
