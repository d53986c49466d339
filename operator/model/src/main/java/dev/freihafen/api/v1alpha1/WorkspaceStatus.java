package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace is.
 *
 * @param state for people
 * @param reason PascalCase cause of the state, such as {@code Unschedulable}
 * @param message one plain sentence: what it waits for and what to do next
 * @param address {@code host:port} inside the cluster that the proxy forwards to; only the operator writes it
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkspaceStatus(
        @Nullable State state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String address,
        @Nullable Long observedGeneration,
        List<Condition> conditions) {
    public WorkspaceStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** What a workspace is, in a word. */
    public enum State {
        /** Waits; the reason says for what. */
        Pending,
        /** Its pod starts. */
        Starting,
        /** Answers. */
        Ready,
        /** Its pod ends. */
        Stopping,
        /** Not running; the volume is kept. */
        Stopped,
        /** Cannot run as it is. */
        Failed
    }
}
