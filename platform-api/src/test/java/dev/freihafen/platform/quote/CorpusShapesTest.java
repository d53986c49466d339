package dev.freihafen.platform.quote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.pipeline.QuotedPipeline;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.PipelineTask;
import dev.freihafen.ir.Ir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusShapesTest {
    private static final Path CORPUS = Path.of("../deploy/corpus");

    /** All but the one that no engine can run, since the SDK compiles it wrongly. */
    static List<String> pipelines() throws IOException {
        return Files.readAllLines(CORPUS.resolve("pipelines.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t")[0])
                .filter(name -> !name.equals("loop-items-mixed"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void everyStepOfTheCorpusReservesSomething(String name) throws IOException {
        List<PipelineTask.Executor> steps = steps(shape(name).tasks());

        assertThat(steps).isNotEmpty();
        assertThat(steps)
                .allSatisfy(step ->
                        assertThat(step.reserved().values()).isNotEmpty().allMatch(units -> units > 0));
    }

    @Test
    void sizesThatAreParametersAreFollowedIntoTheStep() throws IOException {
        assertThat(steps(shape("resources-parameters").tasks()))
                .singleElement()
                .satisfies(step -> assertThat(step.reserved().values()).containsExactlyInAnyOrder(200L, 128L << 20));
        assertThat(steps(shape("resources-nested").tasks()))
                .singleElement()
                .satisfies(step -> assertThat(step.reserved().values()).contains(96L << 20));
        assertThat(steps(shape("accelerator-parameters").tasks()))
                .singleElement()
                .satisfies(step -> assertThat(step.reserved()).anySatisfy((key, units) -> {
                    assertThat(key.resource().text()).isEqualTo("accelerator/gpu");
                    assertThat(units).isEqualTo(2000L);
                }));
    }

    private static PipelineShape shape(String name) throws IOException {
        var pipeline = Ir.parse(Files.readString(CORPUS.resolve("compiled").resolve(name + ".yaml")));
        return QuotedPipeline.of(pipeline, Map.of(), RunPlacement.of("local", "", null, Map.of(), null));
    }

    private static List<PipelineTask.Executor> steps(List<PipelineTask> tasks) {
        List<PipelineTask.Executor> steps = new ArrayList<>();
        for (PipelineTask task : tasks) {
            switch (task.work()) {
                case PipelineTask.Executor step -> steps.add(step);
                case PipelineTask.Tasks group -> steps.addAll(steps(group.tasks()));
            }
        }
        return steps;
    }
}
