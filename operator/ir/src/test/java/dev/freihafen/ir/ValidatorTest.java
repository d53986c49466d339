package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ValidatorTest {
    @Test
    void aSoundPipelineHasNoProblem() {
        assertThat(Example.sound().problems()).isEmpty();
    }

    /** Columns: what is put where ({@code -} takes away), the path that is named, words of the message. */
    @ParameterizedTest
    @CsvFileSource(
            resources = "broken.csv",
            delimiter = '|',
            quoteCharacter = '`',
            numLinesToSkip = 1,
            ignoreLeadingAndTrailingWhitespace = true)
    void oneBrokenFieldIsNamedByItsPath(String pointer, String value, String path, String message) {
        assertThat(Example.sound().with(pointer, value).problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Example broken = Example.sound()
                .with("/schemaVersion", "\"3.0.0\"")
                .with("/pipelineInfo/name", "\"Not A Label\"")
                .with("/extra", "1")
                .with("/root/dag/tasks/loop/dependentTasks", "[\"nobody\"]");

        assertThat(broken.problems())
                .extracting(IrProblem::path)
                .containsExactlyInAnyOrder(
                        "$.schemaVersion", "$.pipelineInfo.name", "$.extra", "$.root.dag.tasks.loop.dependentTasks");
    }

    @Test
    void aComponentThatHoldsItselfIsRefused() {
        Example broken = Example.sound()
                .with(
                        "/components/comp-loop/dag/tasks/again",
                        "{\"componentRef\":{\"name\":\"comp-loop\"},\"inputs\":{\"parameters\":{\"item\":{\"componentInputParameter\":\"item\"}},"
                                + "\"artifacts\":{\"data\":{\"componentInputArtifact\":\"data\"}}}}");

        assertThat(broken.problems())
                .containsExactly(new IrProblem(
                        "$.components.comp-loop",
                        "holds itself: a component cannot be a task of its own DAG",
                        IrProblem.Kind.Cycle));
    }

    @Test
    void aCycleThroughAnOutputIsFound() {
        Example broken = Example.sound().with("/root/dag/tasks/load/dependentTasks", "[\"tell\"]");

        assertThat(broken.problems())
                .extracting(IrProblem::message)
                .containsExactly("is part of a cycle: a task cannot wait for itself");
    }
}
