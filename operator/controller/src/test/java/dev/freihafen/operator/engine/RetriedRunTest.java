package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import org.junit.jupiter.api.Test;

/** A run that is tried again: what succeeded is kept, what did not is tried anew with all its retries. */
class RetriedRunTest {
    @Test
    void aStepThatHadUsedUpItsRetriesHasThemAgain() {
        Play play = new Play(Simulation.read("engine/retries.yaml"));
        play.move();
        play.succeeds("begin", "{\"artifacts\":{\"notes\":[{\"name\":\"notes\",\"uri\":\"/notes\"}]}}")
                .move();
        while (play.state() != RunState.Failed) {
            play.fails("flaky").later(600).move();
        }
        int tried = play.step("flaky").attempt();
        assertThat(tried).isEqualTo(4);

        play.retried().move();

        assertThat(play.step("begin").state()).as("kept").isEqualTo(State.Succeeded);
        assertThat(play.step("flaky").attempt()).isEqualTo(tried + 1);
        play.fails("flaky").later(600).move();
        assertThat(play.step("flaky").attempt())
                .as("tried again within this attempt of the run")
                .isEqualTo(tried + 2);
        play.succeeds("flaky", "{\"parameters\":{\"Output\":3}}");
        assertThat(play.move().state()).isEqualTo(RunState.Succeeded);
    }

    @Test
    void aLoopKeepsToItsLimitWhenItsIterationsAreTriedAgain() {
        Play play = new Play(Simulation.read("engine/loop.yaml"));
        play.move();
        play.fails("for-loop-2-0/square").fails("for-loop-2-1/square").move();
        assertThat(play.state()).isEqualTo(RunState.Failed);

        Plan plan = play.retried().move();

        assertThat(plan.orders())
                .extracting(StepOrder::path)
                .containsExactly("for-loop-2-0/square", "for-loop-2-1/square");
    }
}
