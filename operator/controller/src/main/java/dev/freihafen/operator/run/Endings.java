package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a run must end before it is done. Pure. */
final class Endings {
    private Endings() {}

    /** A person's word counts before the platform's, the platform's before the clock's. */
    static Optional<Ending> of(PipelineRun run, boolean canceled, @Nullable Instant deadline, Instant now) {
        if (canceled) {
            return Optional.of(new Ending(RunState.Canceled, "Canceled", "Somebody asked to cancel the run"));
        }
        PipelineRunSpec.Stop stop = run.getSpec().stop();
        if (stop != null) {
            return Optional.of(new Ending(RunState.Failed, stop.reason(), sentence(stop.message())));
        }
        return deadline == null || now.isBefore(deadline)
                ? Optional.empty()
                : Optional.of(new Ending(
                        RunState.Failed,
                        "DeadlineExceeded",
                        "The deadline passed before the run had ended: give it more time, or fewer steps"));
    }

    /** When this attempt of the run must have ended; absent for never. */
    static @Nullable Instant deadline(PipelineRun run, Instant now) {
        String text = run.getSpec().deadline();
        if (text == null) {
            return null;
        }
        PipelineRunStatus status = run.getStatus();
        Instant accepted = status == null || status.acceptedAt() == null ? now : Instant.parse(status.acceptedAt());
        return accepted.plus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
