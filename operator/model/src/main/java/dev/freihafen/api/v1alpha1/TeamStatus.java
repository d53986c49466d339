package dev.freihafen.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a team is.
 *
 * @param state for people
 * @param message one plain sentence: what it waits for and what to do next
 * @param namespace its namespace, once it exists
 * @param observedGeneration the generation this status speaks of
 * @param conditions details, by type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TeamStatus(
        @Nullable State state,
        @Nullable String message,
        @Nullable String namespace,
        @Nullable Long observedGeneration,
        List<Condition> conditions) {
    public TeamStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** What a team is, in a word. */
    public enum State {
        /** Being set up. */
        Pending,
        /** Its namespace takes work. */
        Ready,
        /** A namespace of that name exists and is not ours. */
        Conflict,
        /** Being deleted; waits for its work to end. */
        Terminating
    }
}
