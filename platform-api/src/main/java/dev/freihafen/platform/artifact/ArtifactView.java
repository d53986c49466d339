package dev.freihafen.platform.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An artifact as REST shows it.
 *
 * @param step path of the task in the pipeline
 * @param attempt of the step, 1 for the first
 * @param output name under which the step puts it out
 * @param position among the artifacts of that output, 0 for the first
 * @param type schema title such as system.Model
 * @param uri where it lies: a path on the run's volume, or a place elsewhere
 * @param metadata what the step said of it; of system.Metrics, the metrics
 */
@Schema(name = "Artifact", examples = """
                {"id":"0b8d9c1e-6a77-4d0e-9b43-1f7f0f6f2f11","run":"2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10","step":"pick",\
                "attempt":1,"output":"model","position":0,"type":"system.Model",\
                "uri":"/freihafen/run/pick/1/outputs/artifacts/model","metadata":{"accuracy":0.987},\
                "createdAt":"2026-11-25T08:00:00Z"}""")
public record ArtifactView(
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
    /** The artifact. */
    public static ArtifactView of(Artifact artifact) {
        return new ArtifactView(
                artifact.id(),
                artifact.run(),
                artifact.step(),
                artifact.attempt(),
                artifact.output(),
                artifact.position(),
                artifact.type(),
                artifact.uri(),
                artifact.metadata(),
                artifact.createdAt());
    }
}
