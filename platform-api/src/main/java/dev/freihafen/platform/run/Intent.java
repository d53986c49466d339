package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a run that is there.
 *
 * @param attempt 1 for the first
 * @param attemptAt when this attempt was asked for
 * @param cancelRequested whether somebody asked for its end
 * @param canceledBy who asked for it: an account, or {@code schedule} and its name; absent where that is not known
 * @param stop why it must stop
 * @param number grows by one with each wish
 * @param handedOver up to which of them the cluster was told
 */
public record Intent(
        int attempt,
        Instant attemptAt,
        boolean cancelRequested,
        @Nullable String canceledBy,
        PipelineRunSpec.@Nullable Stop stop,
        int number,
        int handedOver) {
    /** Whether the cluster was told all. */
    boolean isHandedOver() {
        return handedOver >= number;
    }

    /** Whether a resource that is made from the row says it all. */
    boolean isPlain() {
        return attempt == 1 && !cancelRequested && stop == null;
    }

    /** A run's specification with all of it; a resource that is an attempt ahead stays as it is. Pure. */
    PipelineRunSpec appliedTo(PipelineRunSpec spec) {
        if (spec.attempt() > attempt) {
            return spec;
        }
        boolean isSame = spec.attempt() == attempt;
        return new PipelineRunSpec(
                spec.pipeline(),
                spec.versionDigest(),
                spec.ir(),
                spec.parameters(),
                spec.engine(),
                spec.hardwareClass(),
                spec.deadline(),
                cancelRequested || (isSame && spec.cancelRequested()),
                spec.owner(),
                attempt,
                isSame && spec.stop() != null ? spec.stop() : stop,
                spec.priority(),
                spec.labels());
    }
}
