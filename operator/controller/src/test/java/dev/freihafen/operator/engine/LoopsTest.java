package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loops over lists that are known only while the run goes on, and what is collected from them. */
class LoopsTest {
    private static final String PLANNED =
            "{\"parameters\":{\"Output\":[{\"row\":0,\"times\":3},{\"row\":1,\"times\":10},{\"row\":2,\"times\":20}]}}";

    private final Play play = new Play(Simulation.read("engine/dynamic_loop.yaml"));

    @Test
    void aLoopOverAListThatAStepGaveRunsOnceForEachItemWithTheItemsFields() {
        play.move();
        play.succeeds("plan", PLANNED).move();

        assertThat(play.parameterValues("for-loop-1-1/for-loop-2-0/part").toString())
                .isEqualTo("{\"row\":1,\"times\":10,\"word\":\"a\"}");
        assertThat(play.ordered())
                .as("two items at a time, each with its two words")
                .containsExactly(
                        "for-loop-1-0/for-loop-2-0/part",
                        "for-loop-1-0/for-loop-2-1/part",
                        "for-loop-1-1/for-loop-2-0/part",
                        "for-loop-1-1/for-loop-2-1/part",
                        "plan");
    }

    @Test
    void whatNestedLoopsGaveIsCollectedListInListAndArtifactsInTheirOrder() {
        play.move();
        play.succeeds("plan", PLANNED).move();
        for (int item = 0; item < 3; item++) {
            for (int word = 0; word < 2; word++) {
                play.succeeds("for-loop-1-" + item + "/for-loop-2-" + word + "/part", part(item, word));
            }
            play.move();
        }

        assertThat(play.parameterValues("whole").get("products").toString()).isEqualTo("[[0,1],[10,11],[20,21]]");
        assertThat(play.instruction("whole")
                        .at("/executorInput/inputs/artifacts/parts/artifacts")
                        .findValuesAsText("uri"))
                .containsExactly("/p/0/0", "/p/0/1", "/p/1/0", "/p/1/1", "/p/2/0", "/p/2/1");
        play.succeeds("whole", "{\"parameters\":{\"Output\":1}}");
        assertThat(play.move().state()).isEqualTo(RunState.Succeeded);
    }

    @Test
    void theFieldsOfItemsAreFoundThoughTheListDoesNotSayThatItsItemsAreObjects() {
        Play untyped = new Play(
                Simulation.read("engine/dynamic_loop.yaml").replace("parameterType: STRUCT", "parameterType: STRING"));
        untyped.move();
        untyped.succeeds("plan", PLANNED).move();

        assertThat(untyped.parameterValues("for-loop-1-1/for-loop-2-0/part").toString())
                .isEqualTo("{\"row\":1,\"times\":10,\"word\":\"a\"}");
    }

    @Test
    void aLoopOverAListOfTheRunsParametersRuns() {
        play.given("{\"words\":[\"x\"]}").move();
        play.succeeds("plan", PLANNED).move();

        assertThat(play.ordered())
                .contains("for-loop-1-0/for-loop-2-0/part")
                .doesNotContain("for-loop-1-0/for-loop-2-1/part");
        assertThat(play.parameterValues("for-loop-1-0/for-loop-2-0/part")
                        .get("word")
                        .asText())
                .isEqualTo("x");
    }

    @Test
    void aLoopOverNothingIsDoneAtOnceAndGivesEmptyLists() {
        play.move();
        play.succeeds("plan", "{\"parameters\":{\"Output\":[]}}").move();

        assertThat(play.parameterValues("whole").get("products").toString()).isEqualTo("[]");
        assertThat(play.instruction("whole").at("/executorInput/inputs/artifacts/parts/artifacts"))
                .isEmpty();
    }

    @Test
    void aLoopOfMoreItemsThanARunHasStepsFailsBeforeItBegins() {
        String items = IntStream.range(0, 200)
                .mapToObj(row -> "{\"row\":" + row + ",\"times\":1}")
                .collect(Collectors.joining(","));
        play.move();
        play.succeeds("plan", "{\"parameters\":{\"Output\":[" + items + "]}}");
        Plan plan = play.move();

        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(plan.message()).contains("its loop has 200 items").contains("at most 199 steps");
        assertThat(play.ordered()).containsExactly("plan");
    }

    @Test
    void aRunThatGrowsBeyondTheMostStepsFailsAndSaysWhatToDo() {
        Play wide = new Play(
                Simulation.read("engine/dynamic_loop.yaml").replace("parallelismLimit: 2", "parallelismLimit: 0"));
        String items = IntStream.range(0, 150)
                .mapToObj(row -> "{\"row\":" + row + ",\"times\":1}")
                .collect(Collectors.joining(","));
        wide.move();
        wide.succeeds("plan", "{\"parameters\":{\"Output\":[" + items + "]}}");
        wide.move();

        assertThat(wide.steps()).hasSize(199);
        wide.ordered().stream().filter(path -> path.endsWith("part")).forEach(path -> wide.succeeds(path, part(0, 0)));
        Plan plan = wide.move();
        assertThat(plan.state()).isEqualTo(RunState.Failed);
        assertThat(plan.message()).contains("the run has 199 steps already").contains("loop over fewer, larger items");
    }

    @Test
    void whatAnIterationSkippedIsMissingInWhatIsCollected() {
        Play quiet = new Play(Simulation.read("engine/quiet_loop.yaml"));
        quiet.move();
        assertThat(quiet.step("for-loop-1-0/condition-2").state()).isEqualTo(State.Skipped);
        quiet.succeeds("for-loop-1-1/condition-2/square", "{\"parameters\":{\"Output\":25}}");
        quiet.succeeds("for-loop-1-2/condition-2/square", "{\"parameters\":{\"Output\":81}}");
        quiet.move();

        assertThat(quiet.parameterValues("add").get("numbers").toString()).isEqualTo("[25,81]");
    }

    private static String part(int item, int word) {
        return "{\"parameters\":{\"Output\":" + (10 * item + word)
                + "},\"artifacts\":{\"text\":[{\"name\":\"text\",\"uri\":\"/p/" + item + "/" + word + "\"}]}}";
    }
}
