package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private static final List<String> DIGITS = List.of(
            "load#1",
            "for-loop-2-0/train#1",
            "for-loop-2-1/train#1",
            "for-loop-2-2/train#1",
            "pick#1",
            "publish-models#1");

    @Test
    void aPipelineRunsInTheOrderOfItsTasksAndPublishesItsModels() {
        Simulation digits = digits().run();

        assertThat(digits.state()).isEqualTo(RunState.Succeeded);
        assertThat(digits.started).containsExactlyElementsOf(DIGITS);
        assertThat(digits.mostAtOnce)
                .as("three settings are trained side by side")
                .isEqualTo(3);
    }

    @Test
    void whatALoopGaveIsCollectedInTheOrderOfItsItems() {
        Simulation digits = digits().run();

        JsonNode inputs = digits.instructions.get("pick").at("/executorInput/inputs");
        assertThat(inputs.at("/parameterValues/accuracies").toString()).isEqualTo("[0.5,0.6,0.7]");
        assertThat(inputs.at("/artifacts/candidates/artifacts")).hasSize(3);
        assertThat(inputs.at("/artifacts/candidates/artifacts/2/uri").asText())
                .isEqualTo("/freihafen/run/for-loop-2-2/train/1/outputs/artifacts/candidate");
    }

    @Test
    void eachIterationGetsItsItemAndTheArtifactsOfTheStepBefore() {
        Simulation digits = digits().run();

        JsonNode inputs = digits.instructions.get("for-loop-2-1/train").at("/executorInput/inputs");
        assertThat(inputs.at("/parameterValues/setting/label").asText()).isEqualTo("steady");
        assertThat(inputs.at("/artifacts/train_set/artifacts/0/uri").asText())
                .isEqualTo("/freihafen/run/load/1/outputs/artifacts/train_set");
    }

    @Test
    void defaultsAreTypedAsTheirParametersSay() {
        Simulation digits = digits().run();

        JsonNode values = digits.instructions.get("load").at("/executorInput/inputs/parameterValues");
        assertThat(values.toString()).isEqualTo("{\"held_out\":0.3,\"seed\":7}");
    }

    /** The heart of it: the operator dies after each of its writes in turn, and the run ends as if nothing had happened. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "digits/pipeline.yaml",
                "engine/loop.yaml",
                "engine/nested.yaml",
                "engine/artifacts.yaml",
                "engine/retries.yaml",
                "engine/exit_handler.yaml",
                "engine/branches.yaml",
                "engine/quiet_loop.yaml",
                "engine/after_failure.yaml"
            })
    void anOperatorThatDiesAfterAnyWriteRunsNoStepTwiceAndLosesNone(String example) {
        Simulation undisturbed = simulation(example).run();
        assertThat(undisturbed.state().isTerminal()).isTrue();
        assertThat(undisturbed.writes).isGreaterThan(4);

        for (int write = 1; write <= undisturbed.writes; write++) {
            Simulation disturbed = simulation(example);
            disturbed.dieAfter = write;
            disturbed.run();

            assertThat(disturbed.state())
                    .as("%s, died after write %d", example, write)
                    .isEqualTo(undisturbed.state());
            assertThat(disturbed.started)
                    .as("%s, died after write %d", example, write)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(undisturbed.started);
            assertThat(outputs(disturbed))
                    .as("%s, died after write %d", example, write)
                    .isEqualTo(outputs(undisturbed));
        }
    }

    @Test
    void aFailedStepIsTriedAgainAfterItsPause() {
        Simulation retries = simulation("engine/retries.yaml");
        retries.work = (path, attempt) -> path.equals("flaky") && attempt < 3 ? null : object("tries", 3);
        retries.run();

        assertThat(retries.state()).isEqualTo(RunState.Succeeded);
        assertThat(retries.started).containsExactly("begin#1", "flaky#1", "flaky#2", "flaky#3");
    }

    @Test
    void aStepThatFailsForGoodFailsTheRunAndSaysWhich() {
        Simulation digits = digits();
        digits.work = (path, attempt) -> path.endsWith("-1/train") ? null : outputsOfDigits(path);
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Failed);
        assertThat(digits.reason()).isEqualTo("StepFailed");
        assertThat(digits.message()).contains("for-loop-2-1/train").contains("exit code 1");
        assertThat(digits.started).as("nothing that needs it begins").doesNotContain("pick#1", "publish-models#1");
    }

    @Test
    void onceAnIterationFailedTheLoopBeginsNoOther() {
        Simulation loop = simulation("engine/loop.yaml");
        loop.work = (path, attempt) -> path.endsWith("-0/square") ? null : object("Output", 1);
        loop.run();

        assertThat(loop.state()).isEqualTo(RunState.Failed);
        assertThat(loop.message()).contains("for-loop-2-0/square");
        assertThat(loop.started)
                .as("two at a time: the second goes on to its end, the third and fourth never begin")
                .containsExactly("for-loop-2-0/square#1", "for-loop-2-1/square#1");
        assertThat(loop.steps().get("for-loop-2-1/square").state()).isEqualTo(StepStatus.State.Succeeded);
    }

    @Test
    void publishingModelsIsTriedAgain() {
        Simulation digits = digits();
        digits.work = (path, attempt) -> path.equals("publish-models") && attempt < 3 ? null : outputsOfDigits(path);
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Succeeded);
        assertThat(digits.started).endsWith("publish-models#1", "publish-models#2", "publish-models#3");
    }

    @Test
    void modelsThatCannotBePublishedFailTheRun() {
        Simulation digits = digits();
        digits.work = (path, attempt) -> path.equals("publish-models") ? null : outputsOfDigits(path);
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Failed);
        assertThat(digits.message()).contains("The models could not be published");
        assertThat(digits.started).endsWith("publish-models#4");
    }

    @Test
    void aRunThatIsCanceledBeforeItsModelsArePublishedHasNotSucceeded() {
        Simulation digits = digits();
        while (!digits.steps().containsKey("pick") || digits.steps().get("pick").state() != StepStatus.State.Running) {
            digits.step();
        }
        while (digits.alive().stream().anyMatch(pod -> pod.path().equals("pick"))) {
            digits.play();
        }
        digits.canceled = true;
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Canceled);
        assertThat(digits.started).doesNotContain("publish-models#1");
    }

    @Test
    void aStepWhosePodIsRefusedForGoodFailsAtOnceAndIsNotTriedAgain() {
        Simulation retries = simulation("engine/retries.yaml");
        retries.refused = "flaky";
        retries.run();

        assertThat(retries.state()).isEqualTo(RunState.Failed);
        assertThat(retries.message()).contains("Step flaky failed").contains("The cluster refused the pod: malformed");
        assertThat(retries.started).containsExactly("begin#1");
    }

    @Test
    void theExitHandlerRunsAfterAFailureAndIsToldOfIt() {
        Simulation exit = simulation("engine/exit_handler.yaml");
        exit.work = (path, attempt) -> path.contains("work") ? null : JsonNodeFactory.instance.objectNode();
        exit.run();

        assertThat(exit.state()).isEqualTo(RunState.Failed);
        assertThat(exit.started).contains("tell#1");
        JsonNode status = exit.instructions.get("tell").at("/executorInput/inputs/parameterValues/status");
        assertThat(status.get("state").asText()).isEqualTo("FAILED");
        assertThat(status.at("/error/message").asText()).contains("failed");
    }

    @Test
    void cancelEndsEveryPodAndBeginsNothing() {
        Simulation digits = digits();
        while (digits.alive().size() < 3) {
            digits.step();
        }
        digits.canceled = true;
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Canceled);
        assertThat(digits.alive()).isEmpty();
        assertThat(digits.started).hasSize(4);
        assertThat(digits.steps().get("for-loop-2-0/train").state()).isEqualTo(StepStatus.State.Canceled);
    }

    @Test
    void aRunThatMissesItsDeadlineFailsWithThatReasonAndLeavesNoPod() {
        Simulation sleeper = simulation("engine/sleeper.yaml");
        sleeper.deadline = sleeper.now.plusSeconds(2);
        sleeper.run();

        assertThat(sleeper.state()).isEqualTo(RunState.Failed);
        assertThat(sleeper.reason()).isEqualTo("DeadlineExceeded");
        assertThat(sleeper.alive()).isEmpty();
    }

    @Test
    void aPodThatSomebodyDeletedIsNotMadeAgainInSilence() {
        Simulation digits = digits();
        while (!digits.steps().containsKey("load") || digits.steps().get("load").state() != StepStatus.State.Running) {
            digits.step();
        }
        digits.lose("load");
        digits.run();

        assertThat(digits.state()).isEqualTo(RunState.Failed);
        assertThat(digits.message()).contains("its pod was deleted");
        assertThat(digits.started).containsExactly("load#1");
    }

    @Test
    void parametersOfEachTypeArriveAsTheyAreAndAbsentOnesAreLeftOut() {
        Simulation parameters = simulation("engine/parameters.yaml");
        parameters.parameters = object("text", "hallo");
        parameters.run();

        JsonNode values = parameters.instructions.get("echo").at("/executorInput/inputs/parameterValues");
        assertThat(values.get("text").asText()).isEqualTo("said: hallo");
        assertThat(values.get("whole").isIntegralNumber()).isTrue();
        assertThat(values.get("flag").isBoolean()).isTrue();
        assertThat(values.get("many").isArray()).isTrue();
        assertThat(values.get("struct").isObject()).isTrue();
        assertThat(values.has("maybe"))
                .as("an optional parameter that nobody gave")
                .isFalse();
    }

    @Test
    void aPlanThatWasCarriedOutGivesNoOrders() {
        Simulation digits = digits();
        digits.step();
        int writes = digits.writes;
        digits.step();

        assertThat(digits.started).containsExactly("load#1");
        assertThat(digits.writes)
                .as("only what was seen of the pod is recorded")
                .isLessThanOrEqualTo(writes + 1);
    }

    private static Simulation digits() {
        return simulation("digits/pipeline.yaml");
    }

    private static Simulation simulation(String example) {
        Simulation simulation = new Simulation(example);
        simulation.work = (path, attempt) -> outputsOfDigits(path);
        simulation.parameters = null;
        return simulation;
    }

    private static ObjectNode outputsOfDigits(String path) {
        if (path.endsWith("/train")) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("Output", 0.5 + Integer.parseInt(path.replaceAll("\\D+2-(\\d)/train", "$1")) / 10.0);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("accuracy", 0.7)
                .put("result", 11)
                .put("named", "middle")
                .put("Output", 7);
    }

    private static ObjectNode object(String name, Object value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return value instanceof Integer number ? node.put(name, number) : node.put(name, value.toString());
    }

    private static Map<String, String> outputs(Simulation simulation) {
        var outputs = new java.util.TreeMap<String, String>();
        simulation
                .steps()
                .forEach((path, step) -> outputs.put(
                        path, step.state() + " " + step.attempt() + " " + step.parameters() + " " + step.artifacts()));
        return outputs;
    }
}
