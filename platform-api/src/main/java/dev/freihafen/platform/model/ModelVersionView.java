package dev.freihafen.platform.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model, with where it comes from and what serves it.
 *
 * @param version 1 for the first; numbers are never given again
 * @param aliases that stand for it now
 * @param uri where it lies
 * @param format in which it was written
 * @param metadata what its step said of it
 * @param metrics scalar metrics of the run it comes from
 * @param lineage the run and the artifact it was made from
 * @param endpoints that serve it; only where one version is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ModelVersion", examples = """
                {"team":"fraud","model":"digits","version":3,"aliases":["production"],\
                "uri":"pvc://models/2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10/pick/model","format":"sklearn",\
                "metadata":{"label":"steady"},"metrics":[{"step":"pick","output":"metrics","name":"accuracy","value":0.987}],\
                "lineage":{"run":"2f1c6f9e-4f0c-4c57-9d3a-6c2f8f1f7b10","pipeline":"digits","digest":"sha256:4f…",\
                "step":"pick","output":"model","artifact":"0b8d9c1e-6a77-4d0e-9b43-1f7f0f6f2f11"},\
                "endpoints":["digits"],"createdBy":"scientist","createdAt":"2026-11-25T08:00:00Z"}""")
record ModelVersionView(
        String team,
        String model,
        int version,
        List<String> aliases,
        String uri,
        ServedModel.Format format,
        @Nullable String description,
        JsonNode metadata,
        JsonNode metrics,
        Lineage lineage,
        @Nullable List<String> endpoints,
        String createdBy,
        Instant createdAt) {
    /** Run and artifact of a version; pipelineVersion is absent when the pipeline came with the run. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ModelLineage")
    record Lineage(
            UUID run,
            String pipeline,
            @Nullable String pipelineVersion,
            String digest,
            String step,
            String output,
            UUID artifact) {}

    static ModelVersionView of(String team, ModelVersion version, @Nullable List<String> endpoints) {
        ModelVersion.Source from = version.source();
        return new ModelVersionView(
                team,
                version.model(),
                version.version(),
                version.aliases(),
                version.uri(),
                version.format(),
                version.description(),
                version.metadata(),
                version.metrics(),
                new Lineage(
                        from.run(),
                        from.pipeline(),
                        from.pipelineVersion(),
                        from.digest(),
                        from.step(),
                        from.output(),
                        from.artifact()),
                endpoints,
                version.createdBy(),
                version.createdAt());
    }
}
