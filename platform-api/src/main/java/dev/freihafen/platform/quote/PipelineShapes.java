package dev.freihafen.platform.quote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.cost.quote.Items;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.PipelineTask;
import dev.freihafen.cost.quote.StepTime;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.DagSpec;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.ir.Placeholders;
import dev.freihafen.ir.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pipeline as the cost model's plain shape. What is known before the run is followed into loops: constants and
 * the pipeline's own parameters. Pure.
 *
 * @param reservation what each step reserves
 * @param history how long steps took, by the path that the engine gave them
 * @param deadline of the run, null without one
 */
record PipelineShapes(
        Pipeline pipeline,
        StepReservation reservation,
        Map<String, List<Duration>> history,
        @Nullable Duration deadline) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The shape with the given parameters of the pipeline. */
    PipelineShape with(JsonNode parameters) {
        ComponentSpec root = pipeline.root();
        Map<String, JsonNode> known = new HashMap<>();
        root.inputDefinitions().parameters().forEach((name, definition) -> {
            JsonNode value = parameters.has(name) ? parameters.get(name) : definition.defaultValue();
            if (value != null) {
                known.put(name, value);
            }
        });
        DagSpec dag = root.dag();
        return new PipelineShape(dag == null ? List.of() : tasks(dag, "", known), PipelineShape.Overhead.NONE);
    }

    private List<PipelineTask> tasks(DagSpec dag, String path, Map<String, JsonNode> known) {
        List<PipelineTask> tasks = new ArrayList<>();
        dag.tasks().forEach((name, task) -> tasks.add(task(name, task, path, known)));
        return tasks;
    }

    /** @param path of the group around it as a pattern of the engine's paths, empty or with a slash at its end */
    private PipelineTask task(String name, TaskSpec task, String path, Map<String, JsonNode> known) {
        ComponentSpec component = pipeline.component(task.component());
        Map<String, JsonNode> inputs = inputs(task, component, known);
        boolean loops = task.parameterIterator() != null || task.artifactIterator() != null;
        String own = path + Pattern.quote(name) + (loops ? "-[0-9]+" : "");
        PipelineTask.Work work = component.dag() == null
                ? step(component, own, inputs)
                : new PipelineTask.Tasks(tasks(component.dag(), own + "/", inputs));
        int retries = task.retryPolicy() == null || task.retryPolicy().maxRetryCount() == null
                ? 0
                : Math.clamp(task.retryPolicy().maxRetryCount(), 0, PipelineTask.MOST_RETRIES);
        boolean conditional =
                task.triggerPolicy() != null && task.triggerPolicy().condition() != null;
        return new PipelineTask(name, work, items(task, inputs), retries, conditional);
    }

    /** An importer runs nowhere, and so costs nothing. */
    private PipelineTask.Work step(ComponentSpec component, String path, Map<String, JsonNode> inputs) {
        return pipeline.isContainer(component)
                ? new PipelineTask.Executor(
                        reservation.of(pipeline.container(component), inputs), StepTime.of(seen(path), deadline))
                : new PipelineTask.Tasks(List.of());
    }

    private List<Duration> seen(String path) {
        Pattern pattern = Pattern.compile(path);
        return history.entrySet().stream()
                .filter(step -> pattern.matcher(step.getKey()).matches())
                .flatMap(step -> step.getValue().stream())
                .toList();
    }

    private static Map<String, JsonNode> inputs(TaskSpec task, ComponentSpec component, Map<String, JsonNode> known) {
        Map<String, JsonNode> inputs = new HashMap<>();
        component.inputDefinitions().parameters().forEach((name, definition) -> {
            if (definition.defaultValue() != null) {
                inputs.put(name, definition.defaultValue());
            }
        });
        task.inputs().parameters().forEach((name, source) -> {
            JsonNode value = null;
            if (source.runtimeValue() != null) {
                value = source.runtimeValue().constant();
            } else if (source.componentInputParameter() != null && source.parameterExpressionSelector() == null) {
                value = known.get(source.componentInputParameter());
            }
            if (value == null) {
                inputs.remove(name);
            } else {
                inputs.put(name, value);
            }
        });
        return Placeholders.resolve(inputs);
    }

    private static Items items(TaskSpec task, Map<String, JsonNode> inputs) {
        if (task.artifactIterator() != null) {
            return new Items.Unknown();
        }
        TaskSpec.ParameterIterator loop = task.parameterIterator();
        if (loop == null) {
            return Items.ONCE;
        }
        TaskSpec.Items items = loop.items();
        JsonNode list = items == null
                ? null
                : items.raw() != null
                        ? parsed(items.raw())
                        : items.inputParameter() == null ? null : inputs.get(items.inputParameter());
        JsonNode whole = list != null && list.isTextual() ? parsed(list.textValue()) : list;
        return whole != null && whole.isArray() ? new Items.Known(whole.size()) : new Items.Unknown();
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException placeholder) {
            return null;
        }
    }
}
