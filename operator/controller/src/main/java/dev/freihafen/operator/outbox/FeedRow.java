package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One row of the feed. {@code teamUid} tells a team from another that had its name before. Times are RFC 3339 in UTC, whole seconds. The id is derived from the fact it carries, so that the
 * same fact has the same id after a restart.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeedRow.Usage.class, name = "Usage"),
    @JsonSubTypes.Type(value = FeedRow.RunCreated.class, name = "RunCreated"),
    @JsonSubTypes.Type(value = FeedRow.RunEvent.class, name = "RunEvent"),
    @JsonSubTypes.Type(value = FeedRow.StepEvent.class, name = "StepEvent"),
    @JsonSubTypes.Type(value = FeedRow.Log.class, name = "Log")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FeedRow {
    /** Unique among all rows of this cluster. */
    String id();

    /** A usage interval, half-open; {@code end} is absent while it lasts. Quantity in the resource's integer base unit. */
    record Usage(
            String id,
            String objectUid,
            String objectKind,
            String objectName,
            @Nullable String team,
            @Nullable String teamUid,
            String workloadKind,
            String workloadName,
            @Nullable String step,
            @Nullable String owner,
            @Nullable String hardwareClass,
            @Nullable String node,
            @Nullable String capacityType,
            String resource,
            long quantity,
            String start,
            @Nullable String end,
            String lastSeen,
            String quality)
            implements FeedRow {}

    /** A run was made, by whomever: enough for the platform API to take it up when it does not know it. */
    record RunCreated(
            String id,
            String run,
            String team,
            @Nullable String teamUid,
            String owner,
            String pipeline,
            String digest,
            @Nullable JsonNode parameters,
            @Nullable String hardwareClass,
            @Nullable String deadline,
            String createdAt)
            implements FeedRow {}

    /** A run has a new state; {@code generation} grows with each event of a run. */
    record RunEvent(
            String id,
            String run,
            String team,
            @Nullable String teamUid,
            String state,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String engine,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            long generation,
            String at)
            implements FeedRow {}

    /**
     * A step has a new state; {@code generation} as in {@link RunEvent}. {@code outputs} is what it has put out at its end, at
     * most 64 KiB: parameters by name, artifacts as a list of name, type, uri and metadata.
     */
    record StepEvent(
            String id,
            String run,
            String team,
            @Nullable String teamUid,
            String step,
            int attempt,
            String state,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String podName,
            @Nullable String podUid,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            @Nullable JsonNode parameters,
            @Nullable JsonNode artifacts,
            @Nullable JsonNode outputs,
            long generation,
            String at)
            implements FeedRow {}

    /** A piece of a step's log; {@code chunk} counts from 0, text is at most 262,144 UTF-8 bytes. */
    record Log(
            String id,
            String run,
            String team,
            @Nullable String teamUid,
            String step,
            int attempt,
            String podUid,
            int chunk,
            boolean last,
            boolean truncated,
            String text)
            implements FeedRow {}
}
