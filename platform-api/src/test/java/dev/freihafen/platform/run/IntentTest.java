package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntentTest {
    private static final PipelineRunSpec.Stop STOP = new PipelineRunSpec.Stop("MaxCostExceeded", "It is enough.");

    private static PipelineRunSpec spec(int attempt, boolean cancel, PipelineRunSpec.@Nullable Stop stop) {
        return new PipelineRunSpec(
                "hello",
                "sha256:" + "a".repeat(64),
                "ir",
                null,
                PipelineRunSpec.Engine.Auto,
                "small",
                "90m",
                cancel,
                "scientist",
                attempt,
                stop,
                3,
                Map.of("project", "atlas"));
    }

    private static Intent intent(int attempt, boolean cancel, PipelineRunSpec.@Nullable Stop stop) {
        return new Intent(attempt, Instant.EPOCH, cancel, null, stop, 1, 0);
    }

    @Test
    void aNewAttemptHasNothingAskedOfItYet() {
        assertThat(intent(2, false, null).appliedTo(spec(1, true, STOP))).isEqualTo(spec(2, false, null));
    }

    @Test
    void whatWasAskedOfAnAttemptIsNotTakenBack() {
        assertThat(intent(1, false, null).appliedTo(spec(1, true, STOP))).isEqualTo(spec(1, true, STOP));
        assertThat(intent(1, true, STOP).appliedTo(spec(1, false, null))).isEqualTo(spec(1, true, STOP));
    }

    @Test
    void theFirstReasonToStopStays() {
        var other = new PipelineRunSpec.Stop("Other", "For another reason.");
        assertThat(intent(1, false, other).appliedTo(spec(1, false, STOP))).isEqualTo(spec(1, false, STOP));
    }

    @Test
    void anIntentOfAnEarlierAttemptChangesNothing() {
        assertThat(intent(1, true, STOP).appliedTo(spec(2, false, null))).isEqualTo(spec(2, false, null));
    }
}
