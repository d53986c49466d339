package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant T0 = Instant.parse("2026-09-01T00:00:00Z");

    private static Progress event(RunState state, long generation) {
        return new Progress(
                state,
                null,
                "event " + generation,
                "builtin",
                state == RunState.Accepted ? null : T0,
                state.isTerminal() ? T0.plusSeconds(60) : null,
                generation);
    }

    private static final Progress WRITTEN = new Progress(RunState.Accepted, null, null, null, null, null, 0);

    @Test
    void eventsInAnyOrderLeaveTheSameState() {
        List<Progress> events = List.of(
                event(RunState.Accepted, 1_000_001),
                event(RunState.Pending, 1_000_002),
                event(RunState.Running, 1_000_003),
                event(RunState.Succeeded, 1_000_004));
        for (long seed = 0; seed < 50; seed++) {
            List<Progress> shuffled = new ArrayList<>(events);
            shuffled.addAll(events);
            Collections.shuffle(shuffled, new Random(seed));
            Progress end = WRITTEN;
            for (Progress event : shuffled) {
                end = end.after(event);
            }
            assertThat(end).as("seed %d", seed).isEqualTo(event(RunState.Succeeded, 1_000_004));
        }
    }

    @Test
    void anEndedAttemptDoesNotGoOnEvenWithANewerEvent() {
        Progress failed = WRITTEN.after(event(RunState.Failed, 1_000_004));
        assertThat(failed.after(event(RunState.Running, 1_000_005)).state()).isEqualTo(RunState.Failed);
    }

    @Test
    void aNewAttemptGoesOnAfterAnEnd() {
        Progress failed = WRITTEN.after(event(RunState.Failed, 1_000_004));
        Progress again = failed.after(event(RunState.Running, 2_000_001));
        assertThat(again.state()).isEqualTo(RunState.Running);
        assertThat(again.finishedAt()).isNull();
    }

    @Test
    void anEventWithoutAStartKeepsTheKnownStart() {
        Progress running = WRITTEN.after(event(RunState.Running, 1_000_002));
        Progress canceling = running.after(new Progress(RunState.Canceling, null, null, null, null, null, 1_000_003));
        assertThat(canceling.startedAt()).isEqualTo(T0);
        assertThat(canceling.engine()).isEqualTo("builtin");
    }
}
