package dev.freihafen.platform.pipeline;

import java.time.Instant;

/**
 * A version of a pipeline; it never changes.
 *
 * @param digest {@code sha256:<hex>} of the compiled pipeline
 */
public record PipelineVersion(
        String team, String pipeline, String version, String digest, String createdBy, Instant createdAt) {}
