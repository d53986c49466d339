package dev.freihafen.platform.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.pipeline.QuotedPipeline;
import dev.freihafen.cost.quote.Items;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.PipelineTask;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.ir.Ir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunPlacementTest {
    @Test
    void aLoopOverAConstantListIsKnownAndItsStepsFindTheirHistory() throws IOException {
        PipelineShape shape = shape(
                "digits/pipeline.yaml",
                Map.of(
                        "for-loop-2-0/train",
                        List.of(Duration.ofSeconds(10)),
                        "for-loop-2-2/train",
                        List.of(Duration.ofSeconds(30)),
                        "pick",
                        List.of(Duration.ofSeconds(5))));
        PipelineTask loop = task(shape.tasks(), "for-loop-2");
        assertThat(loop.items()).isEqualTo(new Items.Known(3));
        PipelineTask train = task(((PipelineTask.Tasks) loop.work()).tasks(), "train");
        assertThat(((PipelineTask.Executor) train.work()).time().samples()).isEqualTo(2);
        assertThat(((PipelineTask.Executor) task(shape.tasks(), "pick").work())
                        .time()
                        .samples())
                .isEqualTo(1);
        assertThat(((PipelineTask.Executor) task(shape.tasks(), "load").work())
                        .time()
                        .samples())
                .isZero();
    }

    @Test
    void conditionsAndRetriesAreSeen() throws IOException {
        assertThat(task(shape("engine/condition.yaml", Map.of()).tasks(), "condition-1")
                        .conditional())
                .isTrue();
        assertThat(shape("engine/retries.yaml", Map.of()).tasks())
                .anyMatch(task -> task.retries() == 3 && !task.conditional());
    }

    @Test
    void whatNobodyAskedForIsTheTeamsDefault() throws IOException {
        PipelineTask.Executor load = (PipelineTask.Executor)
                task(shape("digits/pipeline.yaml", Map.of()).tasks(), "load").work();
        assertThat(load.reserved().keySet())
                .extracting(key -> key.resource().text())
                .containsExactlyInAnyOrder("cpu", "memory");
        assertThat(load.reserved().values()).allMatch(quantity -> quantity > 0);
    }

    @Test
    void devicesThatAStepAsksForTakeThePlaceOfThoseOfTheClass() throws IOException {
        var gpu = new HardwareClassSpec(
                "GPU",
                new ComputeResources("4", "16Gi"),
                null,
                new Accelerator("nvidia.com/gpu", 1, "H100", "3g.40gb"),
                null,
                null,
                null);
        var pipeline = Ir.parse(
                Files.readString(Path.of("..", "deploy", "corpus", "compiled", "accelerator-parameters.yaml")));
        PipelineShape shape =
                QuotedPipeline.of(pipeline, Map.of(), RunPlacement.of("local", "gpu", gpu, Map.of(), null));

        assertThat(shape.tasks())
                .singleElement()
                .satisfies(task -> assertThat(((PipelineTask.Executor) task.work()).reserved())
                        .containsOnly(
                                entry(key("accelerator/H100/3g.40gb"), 2000L),
                                entry(key("cpu"), 4000L),
                                entry(key("memory"), 16L << 30)));
    }

    private static PriceKey key(String resource) {
        return new PriceKey("local", Resource.parse("resource", resource), "gpu", CapacityType.ON_DEMAND);
    }

    @Test
    void deadlinesAreRead() {
        assertThat(RunDeadline.of("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(RunDeadline.of("45s")).isEqualTo(Duration.ofSeconds(45));
        assertThat(RunDeadline.of("soon")).isNull();
        assertThat(RunDeadline.of(null)).isNull();
    }

    private static PipelineShape shape(String example, Map<String, List<Duration>> history) throws IOException {
        var pipeline = Ir.parse(Files.readString(Path.of("..", "deploy", "examples", example)));
        return QuotedPipeline.of(pipeline, Map.of(), RunPlacement.of("local", "", null, history, Duration.ofHours(1)));
    }

    private static PipelineTask task(List<PipelineTask> tasks, String name) {
        return tasks.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
