package dev.freihafen.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunStatus;
import dev.freihafen.api.v1alpha1.RunState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusPaceTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant SOON = NOW.plusMillis(500);
    private static final Pod POD =
            new PodBuilder().withNewMetadata().endMetadata().build();

    private final StatusPace pace = new StatusPace();
    private final PipelineRun run = run(RunState.Pending, null);

    @BeforeEach
    void write() {
        pace.written(run, NOW);
    }

    @Test
    void newsOfStepsWaitUntilTheSpacingIsOver() {
        assertThat(pace.rest(run, move(RunState.Running, null, null), List.of(POD), SOON))
                .contains(Duration.ofMillis(1500));
        assertThat(pace.rest(run, move(RunState.Running, null, null), List.of(POD), NOW.plus(StatusPace.SPACING)))
                .isEmpty();
    }

    @Test
    void whatBeginsAStepIsWrittenAtOnce() {
        assertThat(pace.rest(run, move(RunState.Running, null, Optional::empty), List.of(POD), SOON))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"Pending", "Running"},
            mode = EnumSource.Mode.EXCLUDE)
    void anyOtherStateIsWrittenAtOnce(RunState state) {
        assertThat(pace.rest(run, move(state, null, null), List.of(POD), SOON)).isEmpty();
    }

    @Test
    void whyItWaitsIsWrittenAtOnceAndSoIsThatItWaitsNoMore() {
        assertThat(pace.rest(run, move(RunState.Running, "Quota", null), List.of(POD), SOON))
                .isEmpty();
        PipelineRun hindered = run(RunState.Running, "Quota");
        assertThat(pace.rest(hindered, move(RunState.Running, null, null), List.of(POD), SOON))
                .isEmpty();
    }

    @Test
    void whatAPodSaysThatIsBeingDeletedIsWrittenWhileItIsThere() {
        Pod leaving = POD.edit()
                .editMetadata()
                .withDeletionTimestamp("2026-11-25T12:00:10Z")
                .endMetadata()
                .build();
        assertThat(pace.rest(run, move(RunState.Running, null, null), List.of(POD, leaving), SOON))
                .isEmpty();
    }

    @Test
    void anOperatorThatWroteNothingYetWritesAtOnce() {
        assertThat(new StatusPace().rest(run, move(RunState.Running, null, null), List.of(POD), SOON))
                .isEmpty();
    }

    private static Move move(RunState state, @Nullable String reason, Move.@Nullable Action action) {
        return new Move(state, reason, null, List.of(), null, action);
    }

    private static PipelineRun run(RunState state, @Nullable String reason) {
        PipelineRun run = new PipelineRun();
        run.setMetadata(
                new ObjectMetaBuilder().withUid("uid").withGeneration(1L).build());
        run.setStatus(new PipelineRunStatus(
                state, reason, null, "builtin", 1, 1L, NOW.toString(), null, null, List.of(), 1L, List.of()));
        return run;
    }
}
