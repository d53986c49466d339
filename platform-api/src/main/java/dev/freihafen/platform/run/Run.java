package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.RunState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as PostgreSQL remembers it.
 *
 * @param id name of the custom resource as well
 * @param teamUid of the team; a later team of the same name has another
 * @param cluster where it runs
 * @param pipeline name of the pipeline
 * @param version of the pipeline, absent when the pipeline came with the request
 * @param name given by the user, for people only
 * @param digest of the compiled pipeline
 * @param handedOverAt when the cluster had it; absent before
 * @param handoverError why the cluster does not have it yet
 * @param heldReason why it waits for its team's budget; absent where it does not
 */
public record Run(
        UUID id,
        String team,
        String teamUid,
        String cluster,
        String pipeline,
        @Nullable String version,
        @Nullable String name,
        String digest,
        JsonNode parameters,
        @Nullable String hardwareClass,
        @Nullable String deadline,
        String owner,
        Instant createdAt,
        Progress progress,
        boolean cancelRequested,
        @Nullable Instant handedOverAt,
        @Nullable String handoverError,
        @Nullable String heldReason) {

    /** The state a person should see: a cancel shows at once, not only when the operator has heard of it. */
    public RunState shownState() {
        if (progress.state().isTerminal()) {
            return progress.state();
        }
        return cancelRequested ? RunState.Canceling : isHeld() ? RunState.Queued : progress.state();
    }

    /** One word for why it is in this state. */
    public @Nullable String shownReason() {
        return isHeld() ? "Held" : waitsForCluster() ? "HandoverPending" : progress.reason();
    }

    /** One sentence for why it is in this state, with what happens next. */
    public @Nullable String shownMessage() {
        if (isHeld()) {
            return heldReason;
        }
        if (!waitsForCluster()) {
            return progress.message();
        }
        return handoverError == null
                ? "The run is being handed to the cluster."
                : "The cluster could not take the run yet (" + handoverError
                        + "). It is kept and handed over as soon as that works.";
    }

    private boolean isHeld() {
        return heldReason != null && waitsForCluster();
    }

    private boolean waitsForCluster() {
        return handedOverAt == null && !progress.state().isTerminal();
    }
}
