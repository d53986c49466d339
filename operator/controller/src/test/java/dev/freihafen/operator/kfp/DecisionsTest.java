package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.operator.kfp.Decision.Deed;
import dev.freihafen.operator.kfp.KfpRun.State;
import dev.freihafen.operator.kfp.Notes.Submission;
import dev.freihafen.operator.kfp.Picture.Seen;
import dev.freihafen.operator.kfp.Picture.Workflow;
import dev.freihafen.operator.workload.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Handing over a run and its later attempts, once each. */
class DecisionsTest extends DecidedRun {
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
    void aSecondWorkflowOfTheRunIsRemoved() {
        submitted(Duration.ofMinutes(1), true);
        found(State.RUNNING, State.RUNNING);
        workflows = List.of(workflow("b", Duration.ofSeconds(30)), workflow("a", Duration.ofSeconds(40)));
        assertThat(decide().deed()).isEqualTo(new Deed.DeleteWorkflows(List.of("b")));
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
}
