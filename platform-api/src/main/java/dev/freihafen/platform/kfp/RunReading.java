package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as clients of KFP are told of it.
 *
 * @param state in their words
 * @param outcome the platform's own state, which says more of an end
 * @param pipelineId of the version it runs, with {@code versionId}; absent when the pipeline came with the run
 * @param experimentId absent when the team has no experiment yet
 * @param recurringRunId of the recurring run that started it; absent where somebody did
 */
record RunReading(
        UUID id,
        String displayName,
        @Nullable String description,
        KfpState state,
        String outcome,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String canceledBy,
        String owner,
        String digest,
        JsonNode parameters,
        @Nullable UUID pipelineId,
        @Nullable UUID versionId,
        @Nullable UUID experimentId,
        @Nullable UUID recurringRunId,
        boolean archived,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A column of type json. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a column of type json holds no JSON", impossible);
        }
    }
}
