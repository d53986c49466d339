package dev.freihafen.platform.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.platform.artifact.ArtifactView;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run: its artifacts, the versions of models that were made of them, the endpoints that serve these.
 *
 * @param pipelineVersion absent when the pipeline came with the run
 * @param digest of the compiled pipeline
 * @param artifacts in the order in which the steps gave them
 * @param truncated whether there are more artifacts than are shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RunLineage")
record LineageView(
        UUID run,
        String pipeline,
        @Nullable String pipelineVersion,
        String digest,
        String owner,
        List<Made> artifacts,
        boolean truncated) {
    /** An artifact and the versions that were made of it. */
    @Schema(name = "ArtifactLineage")
    record Made(ArtifactView artifact, List<Registered> versions) {}

    /** A version and the endpoints that serve it. */
    @Schema(name = "VersionLineage")
    record Registered(String model, int version, List<String> aliases, List<String> endpoints) {}
}
