package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinSupportTest {
    @Test
    void loopsExitHandlersRetriesAndNestedDagsAreSupported() {
        assertThat(Ir.unsupported(Example.sound().parsed())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/root/dag/tasks/tell/triggerPolicy/condition | \"1 +\" | $.root.dag.tasks.tell.triggerPolicy.condition | this condition: ",
                "/root/dag/tasks/tell/triggerPolicy/condition | \"inputs.parameter_values['absent'] == 'x'\" | $.root.dag.tasks.tell.triggerPolicy.condition | conditions on what is no input of the task: absent",
                "/components/comp-load/singlePlatformSpecs | [{\"platform\":\"x\"}] | $.components.comp-load.singlePlatformSpecs | settings of one platform",
                "/components/comp-load/taskConfigPassthroughs | [{\"field\":\"RESOURCES\"}] | $.components.comp-load.taskConfigPassthroughs | task configurations",
                "/root/dag/tasks/loop/artifactIterator | {\"itemInput\":\"item\"} | $.root.dag.tasks.loop.artifactIterator | loops over artifacts",
                "/root/dag/tasks/loop/retryPolicy | {\"maxRetryCount\":1} | $.root.dag.tasks.loop.retryPolicy | retries of a whole DAG",
                "/root/dag/tasks/load/inputs/parameters/rows/parameterExpressionSelector | \"1+1\" | $.root.dag.tasks.load.inputs.parameters.rows.parameterExpressionSelector | this expression",
                "/deploymentSpec/executors/exec-load | {\"importer\":{\"reimport\":true}} | $.deploymentSpec.executors.exec-load.importer | importers",
                "/deploymentSpec/executors/exec-load | {\"resolver\":{}} | $.deploymentSpec.executors.exec-load.resolver | resolvers",
                "/deploymentSpec/executors/exec-load | {\"customJob\":{}} | $.deploymentSpec.executors.exec-load.customJob | custom jobs",
                "/deploymentSpec/executors/exec-load/container/lifecycle | {\"preCacheCheck\":{}} | $.deploymentSpec.executors.exec-load.container.lifecycle | lifecycle hooks",
                "/deploymentSpec/executors/exec-load/container/command | [] | $.deploymentSpec.executors.exec-load.container.command | entry point",
                "/components/comp-tell/inputDefinitions/parameters/status/parameterType | \"TASK_CONFIG\" | $.components.comp-tell.inputDefinitions.parameters.status | task configurations",
                "/components/comp-load/outputDefinitions/artifacts/data/isArtifactList | true | $.components.comp-load.outputDefinitions.artifacts.data | lists of artifacts"
            })
    void whatCannotRunIsListedWithItsPlace(String pointer, String value, String path, String feature) {
        assertThat(Ir.unsupported(Example.sound().with(pointer, value).parsed()))
                .anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.message())
                            .startsWith("the built-in engine does not run ")
                            .contains(feature);
                });
    }

    @Test
    void aTaskThatIsCalledLikeAnIterationOfALoopIsRefused() {
        String tell = Example.sound().text("/root/dag/tasks/tell");

        assertThat(Ir.unsupported(
                        Example.sound().with("/root/dag/tasks/loop-0", tell).parsed()))
                .containsExactly(
                        new IrProblem(
                                "$.root.dag.tasks.loop-0",
                                "the built-in engine does not run a task that is called like an iteration of the loop loop; give it another name"));
        assertThat(Ir.unsupported(
                        Example.sound().with("/root/dag/tasks/load-0", tell).parsed()))
                .as("load is no loop")
                .isEmpty();
    }

    @Test
    void moreStepsThanAStatusHoldsAreRefused() {
        String items = "\"[" + "1,".repeat(197) + "1]\"";

        assertThat(Ir.unsupported(Example.sound()
                        .with("/root/dag/tasks/loop/parameterIterator/items/raw", items)
                        .parsed()))
                .containsExactly(new IrProblem(
                        "$.root", "the built-in engine does not run 200 steps in a run, at most 199 are taken"));
    }

    @Test
    void theFieldOfALoopItemIsTaken() {
        assertThat(LoopItem.understands("parseJson(string_value)[\"a\"]")).isTrue();
        assertThat(LoopItem.understands("parseJson(string_value)[\"a\"][\"b\"]"))
                .isFalse();
    }
}
