package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is.
 *
 * @param state for people
 * @param reason PascalCase cause of the state
 * @param message one plain sentence: what it waits for and what to do next
 * @param address {@code host:port} inside the cluster that the proxy forwards to; only the operator writes it
 * @param readyReplicas pods that answer
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelEndpointStatus(
        @Nullable State state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String address,
        @Nullable Integer readyReplicas,
        @Nullable Long observedGeneration,
        List<Condition> conditions) {
    public ModelEndpointStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** What an endpoint is, in a word. */
    public enum State {
        /** Waits; the reason says for what. */
        Pending,
        /** Its pods start and load the model. */
        Starting,
        /** Answers. */
        Ready,
        /** Cannot run as it is. */
        Failed
    }
}
