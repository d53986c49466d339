package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.KfpRun.State;
import dev.freihafen.operator.kfp.Notes.Submission;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");
    private static final Ending CANCELED =
            new Ending(RunState.Canceled, "Canceled", "Somebody asked to cancel the run.");
    private static final Seen AWAY = new Seen.Away(new Reason("EngineUnavailable", "It is away."), NOW.plusSeconds(20));

    private int attempt = 1;
    private Notes notes = Notes.NONE;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Reason> held = Optional.empty();
    private Instant expiry = NOW.plus(Duration.ofDays(1));
    private Seen seen = new Seen.NotAsked();
    private List<Workflow> workflows = List.of();
    private List<String> pods = List.of();

    private Decision decide() {
        return Decisions.decide(new Picture(attempt, notes, ending, held, expiry, seen, workflows, pods, true, NOW));
    }

    private void submitted(Duration ago, boolean known) {
        notes = new Notes(
                new Submission(attempt, NOW.minus(ago), 0, "", known), notes.endingSince(), notes.missingSince());
    }

    private void found(State state, State... history) {
        seen = new Seen.Found(new KfpRun(state, List.of(history), Optional.of(NOW), List.of(), null));
    }

    private static Workflow workflow(String name, Duration age) {
        return new Workflow(name, NOW.minus(age), false);
    }

    @Test
    void aNewRunIsHandedOverAfterItsIntentIsWritten() {
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Submitting);
        assertThat(decision.deed()).isEqualTo(new Deed.Post());
        assertThat(decision.notes().submission()).isEqualTo(new Submission(1, NOW, 0, "", false));
    }

    @Test
    void aHeldTeamsRunWaitsWithTheReason() {
        held = Optional.of(new Reason("Held", "New work of the team is held."));
        expiry = NOW;
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Queued);
        assertThat(decision.reason()).isEqualTo(held.get());
        assertThat(decision.deed()).isNull();
    }

    @Test
    void aRunThatIsCanceledBeforeItIsHandedOverNeverIs() {
        ending = Optional.of(CANCELED);
        assertThat(decide()).isEqualTo(Decision.ended(RunState.Canceled, reason(CANCELED), Notes.NONE));
    }

    @Test
    void anAnswerThatWasNotSeenIsLookedForBeforeAnythingIsSentAgain() {
        submitted(Duration.ofSeconds(5), false);
        seen = new Seen.Missing();
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Submitting);
        assertThat(decision.deed()).isNull();
        assertThat(decision.again()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void aRunThatIsThereAfterAllIsTaken() {
        submitted(Duration.ofSeconds(1), false);
        found(State.PENDING, State.PENDING);
        workflows = List.of(workflow("w", Duration.ofSeconds(1)));
        Decision decision = decide();
        assertThat(decision.deed()).isNull();
        assertThat(decision.notes().submission().known()).isTrue();
    }

    @Test
    void onlyWhatIsNowhereAfterHalfAMinuteIsHandedOverAgain() {
        submitted(Duration.ofSeconds(30), false);
        seen = new Seen.Missing();
        Decision decision = decide();
        assertThat(decision.deed()).isEqualTo(new Deed.Post());
        assertThat(decision.notes().submission().at()).isEqualTo(NOW);
    }

    @Test
    void aYoungWorkflowMayGetItsRowYet() {
        submitted(Duration.ofMinutes(1), false);
        seen = new Seen.Missing();
        workflows = List.of(workflow("w", Duration.ofSeconds(9)));
        Decision decision = decide();
        assertThat(decision.deed()).isNull();
        assertThat(decision.again()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void aWorkflowWithoutARowIsRemovedAndSeenGoneBeforeTheRunIsHandedOverAgain() {
        submitted(Duration.ofMinutes(1), false);
        seen = new Seen.Missing();
        workflows = List.of(workflow("w", Duration.ofSeconds(10)));
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("w")));
        workflows = List.of(new Workflow("w", NOW.minusSeconds(60), true));
        assertThat(decide().deed()).isNull();
        workflows = List.of();
        assertThat(decide().deed()).isEqualTo(new Deed.Post());
    }

    @Test
    void fiveErrorsOfTheServerAreEnough() {
        notes = new Notes(new Submission(1, NOW.minusSeconds(60), 5, "unknown template format", false), null, null);
        seen = new Seen.Missing();
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Failed);
        assertThat(decision.reason().code()).isEqualTo("EngineRefused");
        assertThat(decision.reason().message()).contains("unknown template format");
    }

    @Test
    void aNewRunWaitsAndSaysWhy() {
        seen = AWAY;
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Queued);
        assertThat(decision.reason().code()).isEqualTo("EngineUnavailable");
        assertThat(decision.again()).isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void aRunThatWaitsTooLongHasFailed() {
        seen = AWAY;
        expiry = NOW;
        assertThat(decide().state()).isEqualTo(RunState.Failed);
        assertThat(decide().reason().code()).isEqualTo("QueuedTooLong");
    }

    @Test
    void aRunThatWasHandedOverGoesOnAndIsNeverLostForIt() {
        seen = AWAY;
        expiry = NOW;
        submitted(Duration.ofDays(2), true);
        Decision decision = decide();
        assertThat(decision.state()).isEqualTo(RunState.Running);
        assertThat(decision.reason().code()).isEqualTo("EngineUnavailable");
        assertThat(decision.notes().missingSince()).isNull();
    }

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
    void aSecondWorkflowOfTheRunIsRemoved() {
        submitted(Duration.ofMinutes(1), true);
        found(State.RUNNING, State.RUNNING);
        workflows = List.of(workflow("b", Duration.ofSeconds(30)), workflow("a", Duration.ofSeconds(40)));
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("b")));
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
    void aFailedRunWhoseWorkflowIsThereGoesOn() {
        attempt = 2;
        found(State.FAILED, State.RUNNING, State.FAILED);
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        assertThat(decide().deed()).isEqualTo(new Deed.Retry());
        assertThat(decide().notes().submission().attempt()).isEqualTo(2);
    }

    @Test
    void aRunWhoseWorkflowIsGoneIsMadeAnew() {
        attempt = 2;
        found(State.RUNNING, State.RUNNING);
        assertThat(decide().deed()).isEqualTo(new Deed.PostAnew());
    }

    @Test
    void aRetryWhoseAnswerWasNotSeenIsNotSentAgainWhenTheRunRuns() {
        attempt = 2;
        submitted(Duration.ofMinutes(1), false);
        found(State.RUNNING, State.RUNNING, State.FAILED, State.RUNNING);
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        assertThat(decide().deed()).isNull();
        assertThat(decide().notes().submission().known()).isTrue();
    }

    @Test
    void aRetryWhoseAnswerWasNotSeenIsNotSentAgainWhenTheRunHasFailedASecondTime() {
        attempt = 2;
        submitted(Duration.ofMinutes(1), false);
        found(State.FAILED, State.RUNNING, State.FAILED, State.RUNNING, State.FAILED);
        workflows = List.of(workflow("w", Duration.ofHours(1)));
        assertThat(decide().state()).isEqualTo(RunState.Failed);
        assertThat(decide().deed()).isNull();
    }

    @Test
    void aRunThatIsNowhereIsHandedOver() {
        attempt = 2;
        seen = new Seen.Missing();
        assertThat(decide().deed()).isEqualTo(new Deed.Post());
    }

    private static Reason reason(Ending ending) {
        return new Reason(ending.reason(), ending.message());
    }
}
