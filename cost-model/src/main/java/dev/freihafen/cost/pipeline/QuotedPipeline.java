package dev.freihafen.cost.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.quote.Items;
import dev.freihafen.cost.quote.PipelineShape;
import dev.freihafen.cost.quote.PipelineTask;
import dev.freihafen.cost.quote.StepTime;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.ir.Placeholders;
import dev.freihafen.ir.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a compiled pipeline into the shape that a quote is made from. A value that is known before the run (a constant, a
 * parameter of the run, a default) is followed into nested pipelines; what an earlier task will say is unknown.
 */
public final class QuotedPipeline {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Pipeline pipeline;
    private final Placement placement;
    private final Reservations reservations;

    private QuotedPipeline(Pipeline pipeline, Placement placement) {
        this.pipeline = pipeline;
        this.placement = placement;
        this.reservations = new Reservations(placement);
    }

    /**
     * @param parameters values of the run's parameters; those left out have their defaults
     * @throws InvalidFact naming a step, if what it reserves cannot be told
     */
    public static PipelineShape of(Pipeline pipeline, Map<String, JsonNode> parameters, Placement placement) {
        QuotedPipeline quoted = new QuotedPipeline(pipeline, placement);
        Map<String, JsonNode> known = withDefaults(pipeline.root(), parameters);
        return new PipelineShape(quoted.tasks(pipeline.root(), "", known), placement.overhead());
    }

    private static Map<String, JsonNode> withDefaults(ComponentSpec component, Map<String, JsonNode> given) {
        Map<String, JsonNode> known = new HashMap<>(given);
        component.inputDefinitions().parameters().forEach((name, definition) -> {
            JsonNode byDefault = definition.defaultValue();
            if (byDefault != null) {
                known.putIfAbsent(name, byDefault);
            }
        });
        return known;
    }

    private List<PipelineTask> tasks(ComponentSpec component, String path, Map<String, JsonNode> known) {
        List<PipelineTask> tasks = new ArrayList<>();
        if (component.dag() != null) {
            component.dag().tasks().forEach((name, task) -> tasks.add(task(name, task, path, known)));
        }
        return tasks;
    }

    private PipelineTask task(String name, TaskSpec task, String around, Map<String, JsonNode> known) {
        String path = around.isEmpty() ? name : around + "/" + name;
        ComponentSpec component = pipeline.component(task.component());
        Map<String, JsonNode> inputs = withDefaults(component, inputs(task, known));
        PipelineTask.Work work = component.dag() == null
                ? executor(path, component, inputs)
                : new PipelineTask.Tasks(tasks(component, path, inputs));
        TaskSpec.RetryPolicy retries = task.retryPolicy();
        int again = retries == null || retries.maxRetryCount() == null ? 0 : Math.max(0, retries.maxRetryCount());
        if (again > PipelineTask.MOST_RETRIES) {
            throw new InvalidFact(
                    path, "is tried again " + again + " times; up to " + PipelineTask.MOST_RETRIES + " can be quoted");
        }
        boolean conditional =
                task.triggerPolicy() != null && task.triggerPolicy().condition() != null;
        return new PipelineTask(name, work, items(task, inputs), again, conditional);
    }

    /** An importer runs nowhere, and so costs nothing. */
    private PipelineTask.Work executor(String path, ComponentSpec component, Map<String, JsonNode> inputs) {
        if (!pipeline.isContainer(component)) {
            return new PipelineTask.Tasks(List.of());
        }
        return new PipelineTask.Executor(
                reservations.of(path, pipeline.container(component), inputs),
                StepTime.of(placement.history().getOrDefault(path, List.of()), placement.deadline()));
    }

    /** The task's parameters whose values are known before the run. */
    private static Map<String, JsonNode> inputs(TaskSpec task, Map<String, JsonNode> known) {
        Map<String, JsonNode> inputs = new HashMap<>();
        task.inputs().parameters().forEach((name, source) -> {
            JsonNode value = null;
            if (source.runtimeValue() != null) {
                value = source.runtimeValue().constant();
            } else if (source.componentInputParameter() != null) {
                value = known.get(source.componentInputParameter());
            }
            if (value != null && source.parameterExpressionSelector() == null) {
                inputs.put(name, value);
            }
        });
        return Placeholders.resolve(inputs);
    }

    private static Items items(TaskSpec task, Map<String, JsonNode> inputs) {
        if (task.artifactIterator() != null) {
            return new Items.Unknown();
        }
        if (task.parameterIterator() == null || task.parameterIterator().items() == null) {
            return Items.ONCE;
        }
        TaskSpec.Items items = task.parameterIterator().items();
        JsonNode list = items.raw() != null ? list(items.raw()) : inputs.get(String.valueOf(items.inputParameter()));
        if (list != null && list.isTextual()) {
            list = list(list.asText());
        }
        return list != null && list.isArray() ? new Items.Known(list.size()) : new Items.Unknown();
    }

    private static @Nullable JsonNode list(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return null;
        }
    }
}
