package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.KfpRun.State;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a run has ended and how: canceled, stopped, failed or lost. */
class EndDecisionsTest extends DecidedRun {
    @Test
    void aCancelIsKept() {
        seen = AWAY;
        submitted(Duration.ofMinutes(3), true);
        workflows = List.of(workflow("w", Duration.ofMinutes(3)));
        ending = Optional.of(CANCELED);
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Canceling);
        assertThat(decision.notes().endingSince()).isEqualTo(NOW);
        assertThat(decision.deed()).isNull();
    }

    @Test
    void aCanceledRunIsSweptAwayAfterAMinuteThoughNobodyAnswers() {
        seen = AWAY;
        submitted(Duration.ofMinutes(3), true);
        notes = notes.ending(NOW.minusSeconds(60));
        workflows = List.of(workflow("w", Duration.ofMinutes(3)));
        ending = Optional.of(CANCELED);
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("w")));
    }

    @Test
    void aFailedRunHasFailed() {
        submitted(Duration.ofHours(1), true);
        found(State.FAILED, State.RUNNING, State.FAILED);
        assertThat(decide().state()).isEqualTo(RunState.Failed);
    }

    @Test
    void aRunThatWasTerminatedInKubeflowIsCanceled() {
        submitted(Duration.ofHours(1), true);
        found(State.FAILED, State.RUNNING, State.CANCELING, State.FAILED);
        assertThat(decide().state()).isEqualTo(RunState.Canceled);
        assertThat(decide().reason().code()).isEqualTo("EndedInKubeflow");
    }

    @Test
    void aRunIsTerminatedUntilItIsCanceling() {
        submitted(Duration.ofHours(1), true);
        ending = Optional.of(CANCELED);
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        found(State.RUNNING, State.RUNNING);
        assertThat(decide().deed()).isEqualTo(new Deed.Terminate());
        found(State.CANCELING, State.RUNNING);
        assertThat(decide().deed()).isNull();
        assertThat(decide().state()).isEqualTo(RunState.Canceling);
    }

    @Test
    void failedAfterTheIntentIsCanceledOnceNoPodRuns() {
        submitted(Duration.ofHours(1), true);
        ending = Optional.of(CANCELED);
        found(State.FAILED, State.RUNNING, State.FAILED);
        pods = List.of("p");
        assertThat(decide().state()).isEqualTo(RunState.Canceling);
        pods = List.of();
        assertThat(decide().state()).isEqualTo(RunState.Canceled);
    }

    @Test
    void aRunThatSucceededBeforeItsEndHasSucceeded() {
        submitted(Duration.ofHours(1), true);
        ending = Optional.of(CANCELED);
        found(State.SUCCEEDED, State.RUNNING, State.SUCCEEDED);
        assertThat(decide().state()).isEqualTo(RunState.Succeeded);
    }

    @Test
    void afterAMinuteTheWorkflowIsDeletedAndThenPodsThatStay() {
        submitted(Duration.ofHours(1), true);
        notes = notes.ending(NOW.minusSeconds(60));
        ending = Optional.of(CANCELED);
        found(State.CANCELING, State.RUNNING);
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        pods = List.of("p");
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("w")));
        workflows = List.of();
        assertThat(decide().deed()).isEqualTo(new Deed.DeletePods(List.of("p")));
        pods = List.of();
        assertThat(decide().state()).isEqualTo(RunState.Canceled);
    }

    @Test
    void aStopEndsAsFailedWithItsReason() {
        submitted(Duration.ofHours(1), true);
        ending = Optional.of(new Ending(RunState.Failed, "MaxCostExceeded", "It costs more than it may."));
        found(State.FAILED, State.RUNNING, State.CANCELING, State.FAILED);
        assertThat(decide().state()).isEqualTo(RunState.Failed);
        assertThat(decide().reason().code()).isEqualTo("MaxCostExceeded");
    }

    @Test
    void aRunWithoutWorkflowAndPodsIsLostAfterFiveMinutes() {
        submitted(Duration.ofHours(1), true);
        found(State.RUNNING, State.RUNNING);
        Decision first = decide();
        assertThat(first.state()).isEqualTo(RunState.Running);
        assertThat(first.reason().code()).isEqualTo("NothingSeen");
        notes = new Notes(notes.submission(), null, NOW.minus(Duration.ofMinutes(5)));
        assertThat(decide().state()).isEqualTo(RunState.Lost);
    }

    @Test
    void aRunThatIsSeenAgainIsNotLost() {
        submitted(Duration.ofHours(1), true);
        notes = notes.missing(NOW.minus(Duration.ofMinutes(4)));
        found(State.RUNNING, State.RUNNING);
        pods = List.of("p");
        assertThat(decide().notes().missingSince()).isNull();
    }

    @Test
    void aRunThatSomebodyDeletedIsLostAndNothingOfItRunsOn() {
        submitted(Duration.ofHours(1), true);
        notes = notes.missing(NOW.minus(Duration.ofMinutes(5)));
        seen = new Seen.Missing();
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("w")));
        workflows = List.of();
        assertThat(decide().state()).isEqualTo(RunState.Lost);
    }

    @Test
    void aRunThatIsCanceledBeforeItIsHandedOverNeverIs() {
        ending = Optional.of(CANCELED);
        assertThat(decide()).isEqualTo(Decision.ended(RunState.Canceled, reason(CANCELED), Notes.NONE));
    }

    private static Reason reason(Ending ending) {
        return new Reason(ending.reason(), ending.message());
    }
}
