package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * How a step of a run goes.
 *
 * @param path names of the DAG path joined by {@code /}; iterations as {@code <task>-<index>}
 * @param state where it stands
 * @param attempt 1 for the first; each retry adds one
 * @param podName pod of this attempt
 * @param podUid uid of that pod
 * @param startedAt when the pod was scheduled, RFC 3339 UTC
 * @param finishedAt when its last container ended
 * @param reason PascalCase cause of the state, such as {@code ImagePull}
 * @param message one plain sentence
 * @param parameters JSON object of the output parameters, once it succeeded
 * @param artifacts JSON object of the output artifacts, once it succeeded
 * @param attemptsBefore attempts that it had when the run was tried again, absent for none; its retries count from there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepStatus(
        @Required String path,
        @Required State state,
        @Required Integer attempt,
        @Nullable String podName,
        @Nullable String podUid,
        @Nullable String startedAt,
        @Nullable String finishedAt,
        @Nullable String reason,
        @Nullable String message,
        @Nullable @PreserveUnknownFields JsonNode parameters,
        @Nullable @PreserveUnknownFields JsonNode artifacts,
        @Nullable Integer attemptsBefore) {
    /** Where a step stands. */
    public enum State {
        /** Its pod waits; the reason says for what. */
        Pending,
        /** Its command runs. */
        Running,
        /** Failed and waits for its next attempt. */
        Retrying,
        /** Done. */
        Succeeded,
        /** Failed for good. */
        Failed,
        /** Not needed: its condition was false, or a step before it failed. */
        Skipped,
        /** Ended because the run was canceled, stopped or ran out of time. */
        Canceled
    }
}
