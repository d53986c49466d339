package dev.freihafen.platform.quote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.cost.quote.Items;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.PipelineTask;
import dev.freihafen.ir.Ir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineShapesTest {
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
    void deadlinesAreRead() {
        assertThat(RunDeadline.of("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(RunDeadline.of("45s")).isEqualTo(Duration.ofSeconds(45));
        assertThat(RunDeadline.of("soon")).isNull();
        assertThat(RunDeadline.of(null)).isNull();
    }

    private static PipelineShape shape(String example, Map<String, List<Duration>> history) throws IOException {
        var pipeline = Ir.parse(Files.readString(Path.of("..", "deploy", "examples", example)));
        return new PipelineShapes(pipeline, new StepReservation("local", "", null), history, Duration.ofHours(1))
                .with(JsonNodeFactory.instance.objectNode());
    }

    private static PipelineTask task(List<PipelineTask> tasks, String name) {
        return tasks.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
