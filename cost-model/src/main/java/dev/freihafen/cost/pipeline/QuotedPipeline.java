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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
     * @throws InvalidFact naming a step, if what it reserves cannot be told and must be
     */
    public static PipelineShape of(Pipeline pipeline, Map<String, JsonNode> parameters, Placement placement) {
        QuotedPipeline quoted = new QuotedPipeline(pipeline, placement);
        Map<String, JsonNode> known = defaults(pipeline.root());
        known.putAll(parameters);
        return new PipelineShape(quoted.tasks(pipeline.root(), Place.ROOT, known), placement.overhead());
    }

    /**
     * Where a task is.
     *
     * @param path of the pipeline, for people
     * @param pattern of the paths that the engine gives it: an item of a loop adds its number
     */
    private record Place(String path, String pattern) {
        static final Place ROOT = new Place("", "");

        Place of(String name, boolean loops) {
            String slash = path.isEmpty() ? "" : "/";
            return new Place(path + slash + name, pattern + slash + Pattern.quote(name) + (loops ? "(-[0-9]+)?" : ""));
        }
    }

    private static Map<String, JsonNode> defaults(ComponentSpec component) {
        Map<String, JsonNode> known = new HashMap<>();
        component.inputDefinitions().parameters().forEach((name, definition) -> {
            JsonNode byDefault = definition.defaultValue();
            if (byDefault != null) {
                known.put(name, byDefault);
            }
        });
        return known;
    }

    private List<PipelineTask> tasks(ComponentSpec component, Place place, Map<String, JsonNode> known) {
        List<PipelineTask> tasks = new ArrayList<>();
        if (component.dag() != null) {
            component.dag().tasks().forEach((name, task) -> tasks.add(task(name, task, place, known)));
        }
        return tasks;
    }

    private PipelineTask task(String name, TaskSpec task, Place around, Map<String, JsonNode> known) {
        Place place = around.of(name, task.parameterIterator() != null || task.artifactIterator() != null);
        ComponentSpec component = pipeline.component(task.component());
        Map<String, JsonNode> inputs = inputs(task, component, known);
        PipelineTask.Work work = component.dag() == null
                ? executor(place, component, inputs)
                : new PipelineTask.Tasks(tasks(component, place, inputs));
        boolean conditional =
                task.triggerPolicy() != null && task.triggerPolicy().condition() != null;
        return new PipelineTask(name, work, items(task, inputs), retries(task, place), conditional);
    }

    private int retries(TaskSpec task, Place place) {
        TaskSpec.RetryPolicy policy = task.retryPolicy();
        int retries = policy == null || policy.maxRetryCount() == null ? 0 : Math.max(0, policy.maxRetryCount());
        if (retries > PipelineTask.MOST_RETRIES && placement.unknown() == Placement.Unknown.REFUSED) {
            throw new InvalidFact(
                    place.path(),
                    "is tried again " + retries + " times; up to " + PipelineTask.MOST_RETRIES + " can be quoted");
        }
        return Math.min(retries, PipelineTask.MOST_RETRIES);
    }

    /** An importer runs nowhere, and so costs nothing. */
    private PipelineTask.Work executor(Place place, ComponentSpec component, Map<String, JsonNode> inputs) {
        return pipeline.isContainer(component)
                ? new PipelineTask.Executor(
                        reservations.of(place.path(), pipeline.container(component), inputs),
                        StepTime.of(seen(Pattern.compile(place.pattern())), placement.deadline()))
                : new PipelineTask.Tasks(List.of());
    }

    private List<Duration> seen(Pattern paths) {
        return placement.history().entrySet().stream()
                .filter(step -> paths.matcher(step.getKey()).matches())
                .flatMap(step -> step.getValue().stream())
                .toList();
    }

    /** The task's parameters whose values are known before the run: what the task says, else the component's default. */
    private static Map<String, JsonNode> inputs(TaskSpec task, ComponentSpec component, Map<String, JsonNode> known) {
        Map<String, JsonNode> inputs = defaults(component);
        task.inputs().parameters().forEach((name, source) -> {
            JsonNode value = null;
            if (source.parameterExpressionSelector() == null) {
                value = source.runtimeValue() != null
                        ? source.runtimeValue().constant()
                        : source.componentInputParameter() == null ? null : known.get(source.componentInputParameter());
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
        if (task.parameterIterator() == null) {
            return Items.ONCE;
        }
        TaskSpec.Items items = task.parameterIterator().items();
        if (items == null) {
            return new Items.Unknown();
        }
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
