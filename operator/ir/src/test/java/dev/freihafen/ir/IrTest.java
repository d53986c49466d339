package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IrTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "digits/pipeline.yaml",
                "engine/after_failure.yaml",
                "engine/artifacts.yaml",
                "engine/branches.yaml",
                "engine/condition.yaml",
                "engine/dynamic_loop.yaml",
                "engine/exit_handler.yaml",
                "engine/loop.yaml",
                "engine/nested.yaml",
                "engine/parameters.yaml",
                "engine/quiet_loop.yaml",
                "engine/retries.yaml",
                "engine/sleeper.yaml"
            })
    void whatTheSdkCompiledIsSoundAndRunsOnTheBuiltInEngine(String file) {
        Pipeline pipeline = Ir.parse(Example.shipped(file));

        assertThat(Ir.unsupported(pipeline)).isEmpty();
        assertThat(pipeline.name()).isNotEmpty();
    }

    @Test
    void whatTheBuiltInEngineCannotRunIsSoundAllTheSame() {
        assertThat(Ir.unsupported(Ir.parse(Example.shipped("engine/importer.yaml"))))
                .extracting(IrProblem::path)
                .containsExactly("$.deploymentSpec.executors.exec-importer.importer");
    }

    @Test
    void aCycleIsNamed() {
        assertThat(problems(Example.shipped("engine/cyclic.yaml")))
                .containsExactly(new IrProblem(
                        "$.root.dag.tasks.a",
                        "is part of a cycle: a task cannot wait for itself",
                        IrProblem.Kind.Cycle));
    }

    @Test
    void theSamePipelineAsYamlAndJsonHasTheSameDigest() {
        Pipeline yaml = Ir.parse(resource());
        Pipeline json = Example.sound().parsed();

        assertThat(yaml.digest()).isEqualTo(json.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(yaml.spec()).isEqualTo(json.spec());
        assertThat(Example.sound()
                        .with("/pipelineInfo/name", "\"other\"")
                        .parsed()
                        .digest())
                .isNotEqualTo(json.digest());
    }

    @Test
    void theSecondDocumentIsThePlatforms() {
        Pipeline pipeline = Ir.parse(
                resource()
                        + "---\nplatforms:\n  kubernetes:\n    deploymentSpec:\n      executors:\n        exec-load:\n          nodeSelector: {labels: {a: b}}\n");

        assertThat(Ir.unsupported(pipeline))
                .containsExactly(new IrProblem(
                        "$.platforms.kubernetes.deploymentSpec.executors.exec-load",
                        "the built-in engine does not run settings of the platform kubernetes for a step"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "[1, 2]", "a: 1\n---\nb: 2\n---\nc: 3\n", "null", "42"})
    void whatIsNoObjectIsRefused(String text) {
        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("$");
            assertThat(problem.message()).contains("expected the compiled pipeline as one YAML or JSON object");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: [1", "{\"a\": 1", "{\"a\": 1} trailing", "a: 1\na: 2", "{\"a\": 1, \"a\": 2}", "\tx: 1"})
    void whatIsNotReadableIsRefusedWithItsPlace(String text) {
        assertThat(problems(text))
                .singleElement()
                .extracting(IrProblem::message)
                .asString()
                .startsWith("not readable as YAML or JSON at line ");
    }

    @Test
    void aliasesAreRefused() {
        assertThat(problems("a: &x {b: 1}\nc: *x\n"))
                .singleElement()
                .extracting(IrProblem::message)
                .asString()
                .contains("YAML aliases are not accepted at line 2");
    }

    @Test
    void moreThanOneMebibyteIsRefused() {
        String filler = "# " + "x".repeat(Ir.MAX_BYTES) + "\n";

        assertThat(problems(filler + resource()))
                .singleElement()
                .extracting(IrProblem::message)
                .asString()
                .contains("larger than 1 MiB");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(problems("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)))
                .singleElement()
                .extracting(IrProblem::message)
                .asString()
                .contains("nesting depth");
        assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .singleElement()
                .extracting(IrProblem::path)
                .isEqualTo("$");
    }

    private static String resource() {
        return Example.shipped("../../operator/ir/src/test/resources/dev/freihafen/ir/sound.yaml");
    }

    private static List<IrProblem> problems(String text) {
        return catchThrowableOfType(IrException.class, () -> Ir.parse(text)).problems();
    }
}
