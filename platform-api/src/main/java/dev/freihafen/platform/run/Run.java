package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.RunState;
import java.time.Instant;
import java.util.Optional;
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
 * @param terms what was agreed on when it was submitted
 * @param intent what is wanted of it
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
        RunTerms terms,
        Progress progress,
        Intent intent,
        @Nullable Instant handedOverAt,
        @Nullable String handoverError,
        @Nullable String heldReason) {

    /** The state a person should see: a cancel shows at once, not only when the operator has heard of it. */
    public RunState shownState() {
        if (progress.state().isTerminal()) {
            return progress.state();
        }
        return intent.cancelRequested() ? RunState.Canceling : isHeld() ? RunState.Queued : progress.state();
    }

    /** One word for why it is in this state. */
    public @Nullable String shownReason() {
        if (isHeld()) {
            return "Held";
        }
        return waitsForCluster()
                ? "HandoverPending"
                : stopping().map(PipelineRunSpec.Stop::reason).orElseGet(progress::reason);
    }

    /** One sentence for why it is in this state, with what happens next. */
    public @Nullable String shownMessage() {
        if (isHeld()) {
            return heldReason;
        }
        if (!waitsForCluster()) {
            return stopping().map(PipelineRunSpec.Stop::message).orElseGet(progress::message);
        }
        return handoverError == null
                ? "The run is being handed to the cluster."
                : "The cluster could not take the run yet (" + handoverError
                        + "). It is kept and handed over as soon as that works.";
    }

    /** Whether the cluster has not heard of the present attempt. */
    boolean waitsForCluster() {
        return !progress.state().isTerminal()
                && (handedOverAt == null || (!intent.isHandedOver() && !progress.isOfAttempt(intent.attempt())));
    }

    /** The same run, come as far as that. */
    Run with(Progress further) {
        return new Run(
                id,
                team,
                teamUid,
                cluster,
                pipeline,
                version,
                name,
                digest,
                parameters,
                hardwareClass,
                deadline,
                owner,
                createdAt,
                terms,
                further,
                intent,
                handedOverAt,
                handoverError,
                heldReason);
    }

    private boolean isHeld() {
        return heldReason != null && handedOverAt == null && !progress.state().isTerminal();
    }

    private Optional<PipelineRunSpec.Stop> stopping() {
        return progress.state().isTerminal() ? Optional.empty() : Optional.ofNullable(intent.stop());
    }
}
