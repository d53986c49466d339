package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions, and what comes out of the branch that ran. */
class BranchesTest {
    private final Play play = new Play(Simulation.read("engine/branches.yaml"));

    @ParameterizedTest
    @CsvSource({"101, condition-2/name, large", "11, condition-3/name-2, middle", "10, condition-4/name-3, small"})
    void theOneBranchWhoseConditionHoldsRunsAndTheTasksAfterItGetWhatItGave(int measured, String step, String word) {
        play.move();
        play.succeeds("measure", "{\"parameters\":{\"result\":" + measured + "}}")
                .move();
        String path = "condition-branches-1/" + step;
        assertThat(play.parameterValues(path).get("word").asText()).isEqualTo(word);

        play.succeeds("condition-5/condition-6/name-4", named("loud")).move();
        play.succeeds(path, named(word)).move();

        assertThat(play.parameterValues("show").get("word").asText()).isEqualTo(word);
        assertThat(play.instruction("show")
                        .at("/executorInput/inputs/artifacts/page/artifacts/0/uri")
                        .asText())
                .isEqualTo("/freihafen/run/" + word);
        play.succeeds("show", "{\"parameters\":{\"shown\":\"x\"}}");
        assertThat(play.move().state()).isEqualTo(RunState.Succeeded);
        assertThat(play.steps())
                .filteredOn(one -> one.state() == State.Skipped)
                .as("the two other branches are told")
                .hasSize(2);
        assertThat(play.steps())
                .filteredOn(one -> one.state() == State.Succeeded)
                .hasSize(4);
    }

    @Test
    void aBranchInsideABranchLooksAtItsOwnCondition() {
        play.given("{\"n\": 5, \"loud\": false}").move();

        assertThat(play.step("condition-5/condition-6").state()).isEqualTo(State.Skipped);
        assertThat(play.steps()).noneMatch(step -> step.path().startsWith("condition-5/condition-6/"));

        Play none = new Play(Simulation.read("engine/branches.yaml")).given("{\"n\": 0}");
        none.move();
        assertThat(none.step("condition-5").state()).isEqualTo(State.Skipped);
    }

    @Test
    void aConditionIsAskedOnceThoughTheRunIsPlannedAgainAndAgain() {
        play.move();
        assertThat(play.move().orders()).isEmpty();
        play.succeeds("condition-5/condition-6/name-4", named("loud")).move();
        assertThat(play.move().orders()).isEmpty();
        assertThat(play.step("condition-5/condition-6/name-4").state()).isEqualTo(State.Succeeded);
    }

    @Test
    void aConditionOnAResultThatIsTooLargeFailsWithThatReason() {
        play.move();
        play.succeeds("condition-5/condition-6/name-4", named("loud"));
        play.succeeds("measure", "{\"truncated\":true}");
        Plan plan = play.move();

        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(plan.message()).contains("larger than 4 KiB");
    }

    @Test
    void aConditionWithoutAnAnswerFailsTheRunAndSaysWhy() {
        Play odd = new Play(Simulation.read("engine/branches.yaml")
                .replace("inputs.parameter_values['pipelinechannel--loud'] == true", "parseJson('no json') == true"));
        odd.move();
        odd.succeeds("measure", "{\"parameters\":{\"result\":1}}").move();
        odd.succeeds("condition-branches-1/condition-4/name-3", named("small")).move();
        odd.succeeds("show", "{\"parameters\":{\"shown\":\"x\"}}");
        Plan plan = odd.move();

        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(plan.message())
                .contains("Step condition-5/condition-6 cannot begin")
                .contains("its condition")
                .contains("no JSON");
    }

    @Test
    void whatFollowsAFailedStepIsToldAsSkipped() {
        play.move();
        play.fails("measure");
        play.succeeds("condition-5/condition-6/name-4", named("loud"));
        Plan plan = play.move();

        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(play.step("condition-branches-1").state()).isEqualTo(State.Skipped);
        assertThat(play.step("show").state()).isEqualTo(State.Skipped);
    }

    @Test
    void aTaskThatIgnoresTheFailureBeforeItRunsWithItsDefaults() {
        Play clean = new Play(Simulation.read("engine/after_failure.yaml"));
        clean.move();
        clean.fails("work").move();

        assertThat(clean.parameterValues("clean").get("said").asText()).isEqualTo("nothing was said");
        clean.succeeds("clean", "{}");
        assertThat(clean.move().state()).as("the run has failed all the same").isEqualTo(RunState.Failed);
    }

    private static String named(String word) {
        return "{\"parameters\":{\"named\":\"" + word
                + "\"},\"artifacts\":{\"page\":[{\"name\":\"page\",\"uri\":\"/freihafen/run/" + word + "\"}]}}";
    }
}
