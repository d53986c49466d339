package dev.freihafen.operator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.DagSpec;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.ir.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a pipeline: from what is recorded of its steps to what became of it, which steps begin, and which pods are
 * missing. It is made for one call of the planner and thrown away.
 */
final class Walk {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pipeline pipeline;
    private final String run;
    private final Map<String, StepStatus> steps;
    private final boolean begins;
    private final Instant now;
    private final List<StepOrder> orders = new ArrayList<>();
    private @Nullable Instant wake;

    /**
     * @param steps what is recorded, by path; the walk adds steps that begin and attempts that follow
     * @param begins whether anything may begin
     */
    Walk(Pipeline pipeline, String run, Map<String, StepStatus> steps, boolean begins, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.steps = steps;
        this.begins = begins;
        this.now = now;
    }

    /** Pods that should be there and are not known to have been made. */
    List<StepOrder> orders() {
        return List.copyOf(orders);
    }

    /** When something is due that no event will announce. */
    @Nullable
    Instant wake() {
        return wake;
    }

    Outcome root(@Nullable JsonNode parameters) {
        return dag(
                Objects.requireNonNull(pipeline.root().dag()),
                pipeline.root(),
                "",
                Inputs.ofRoot(pipeline.root(), parameters));
    }

    private Outcome dag(DagSpec dag, ComponentSpec component, String prefix, Scope around) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        dag.tasks().keySet().forEach(name -> visit(name, dag, prefix, around, outcomes));
        if (!outcomes.values().stream().allMatch(Outcome::isFinished)) {
            boolean begun = outcomes.values().stream().anyMatch(outcome -> outcome.kind() != Outcome.Kind.Waiting);
            return begun ? Outcome.RUNNING : Outcome.WAITING;
        }
        return outcomes.values().stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.Failed)
                .findFirst()
                .orElseGet(() -> Outcome.succeeded(outputs(dag, component, outcomes)));
    }

    private Outcome visit(String name, DagSpec dag, String prefix, Scope around, Map<String, Outcome> outcomes) {
        Outcome known = outcomes.get(name);
        if (known != null) {
            return known;
        }
        TaskSpec task = Objects.requireNonNull(dag.tasks().get(name));
        List<Outcome> before = task.upstream().stream()
                .map(upstream -> visit(upstream, dag, prefix, around, outcomes))
                .toList();
        Outcome outcome;
        if (!before.stream().allMatch(Outcome::isFinished)) {
            outcome = Outcome.WAITING;
        } else if (!task.runsAfterFailure() && before.stream().anyMatch(one -> one.kind() != Outcome.Kind.Succeeded)) {
            outcome = Outcome.SKIPPED;
        } else {
            outcome = begin(task, prefix + name, around, outcomes);
        }
        outcomes.put(name, outcome);
        return outcome;
    }

    private Outcome begin(TaskSpec task, String path, Scope around, Map<String, Outcome> outcomes) {
        ComponentSpec component = pipeline.component(task.component());
        Scope inputs;
        try {
            inputs = Inputs.ofTask(task, component, around, outcomes);
        } catch (Inputs.MissingInput missing) {
            return Outcome.failed("Step " + path + " cannot begin: " + missing.getMessage() + ".");
        }
        return task.parameterIterator() == null
                ? component(task, component, path, inputs)
                : loop(task, component, path, inputs);
    }

    private Outcome component(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        return component.dag() == null
                ? step(task, component, path, inputs)
                : dag(component.dag(), component, path + "/", inputs);
    }

    private Outcome loop(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        JsonNode items = items(Objects.requireNonNull(task.parameterIterator()));
        int limit = task.iteratorPolicy() == null || task.iteratorPolicy().parallelismLimit() == null
                ? 0
                : task.iteratorPolicy().parallelismLimit();
        List<Outcome> outcomes = new ArrayList<>();
        int active = 0;
        for (int index = 0; index < items.size(); index++) {
            String own = path + "-" + index;
            Outcome outcome = limit > 0 && active >= limit && !hasBegun(own)
                    ? Outcome.WAITING
                    : component(task, component, own, withItem(inputs, task.parameterIterator(), items.get(index)));
            active += outcome.isFinished() ? 0 : 1;
            outcomes.add(outcome);
        }
        if (!outcomes.stream().allMatch(Outcome::isFinished)) {
            return outcomes.stream().allMatch(outcome -> outcome.kind() == Outcome.Kind.Waiting)
                    ? Outcome.WAITING
                    : Outcome.RUNNING;
        }
        return outcomes.stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.Failed)
                .findFirst()
                .orElseGet(() -> Outcome.succeeded(collected(component, outcomes)));
    }

    private boolean hasBegun(String path) {
        return steps.keySet().stream().anyMatch(step -> step.equals(path) || step.startsWith(path + "/"));
    }

    private static JsonNode items(TaskSpec.ParameterIterator iterator) {
        try {
            return JSON.readTree(Objects.requireNonNull(
                    Objects.requireNonNull(iterator.items()).raw()));
        } catch (JsonProcessingException malformed) {
            return JsonNodeFactory.instance.arrayNode();
        }
    }

    private static Scope withItem(Scope inputs, TaskSpec.ParameterIterator iterator, JsonNode item) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>(inputs.parameters());
        parameters.put(Objects.requireNonNull(iterator.itemInput()), item);
        return new Scope(parameters, inputs.artifacts());
    }

    /** {@code dsl.Collected}: each output parameter becomes a list, artifacts follow one another, in the items' order. */
    private static Scope collected(ComponentSpec component, List<Outcome> outcomes) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        component.outputDefinitions().parameters().keySet().forEach(name -> {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            outcomes.forEach(outcome -> {
                JsonNode value = outcome.outputs().parameters().get(name);
                if (value != null) {
                    values.add(value);
                }
            });
            parameters.put(name, values);
        });
        Map<String, JsonNode> artifacts = new LinkedHashMap<>();
        component.outputDefinitions().artifacts().keySet().forEach(name -> {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            outcomes.forEach(outcome -> {
                JsonNode list = outcome.outputs().artifacts().get(name);
                if (list != null) {
                    list.forEach(all::add);
                }
            });
            artifacts.put(name, all);
        });
        return new Scope(parameters, artifacts);
    }

    private Outcome step(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        StepStatus step = steps.get(path);
        if (step == null) {
            if (!begins) {
                return Outcome.WAITING;
            }
            step = attempt(path, 1);
        }
        if (step.state() == State.Failed && step.attempt() <= Backoff.retries(task.retryPolicy())) {
            step = Observation.with(step, State.Retrying, null, step.reason(), step.message(), null);
            steps.put(path, step);
        }
        if (step.state() == State.Retrying) {
            step = retry(task, step);
        }
        return switch (step.state()) {
            case Succeeded -> Outcome.succeeded(new Scope(fields(step.parameters()), fields(step.artifacts())));
            case Failed -> Outcome.failed("Step " + path + " failed: " + step.message() + ".");
            case Canceled -> Outcome.failed("Step " + path + " was canceled.");
            case Skipped -> Outcome.SKIPPED;
            case Retrying, Running -> Outcome.RUNNING;
            case Pending -> {
                order(step, component, path, inputs);
                yield Outcome.RUNNING;
            }
        };
    }

    private StepStatus attempt(String path, int attempt) {
        StepStatus step = new StepStatus(
                path,
                State.Pending,
                attempt,
                StepNames.pod(run, path, attempt),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        steps.put(path, step);
        return step;
    }

    private StepStatus retry(TaskSpec task, StepStatus step) {
        Instant due = (step.finishedAt() == null ? now : Instant.parse(step.finishedAt()))
                .plus(Backoff.after(task.retryPolicy(), step.attempt()));
        if (due.isAfter(now)) {
            wake = wake == null || due.isBefore(wake) ? due : wake;
            return step;
        }
        return begins ? attempt(step.path(), step.attempt() + 1) : step;
    }

    private void order(StepStatus step, ComponentSpec component, String path, Scope inputs) {
        if (step.podUid() == null) {
            var container = pipeline.container(component);
            orders.add(new StepOrder.Task(
                    path,
                    step.attempt(),
                    Objects.requireNonNull(step.podName()),
                    container,
                    inputs.parameters(),
                    Instruction.of(container, component, inputs, path, step.attempt())));
        }
    }

    private static Scope outputs(DagSpec dag, ComponentSpec component, Map<String, Outcome> outcomes) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        dag.outputs().parameters().forEach((name, source) -> {
            List<DagSpec.ParameterSelector> selectors = source.valueFromOneof() == null
                    ? source.valueFromParameter() == null ? List.of() : List.of(source.valueFromParameter())
                    : source.valueFromOneof().parameterSelectors();
            selectors.stream()
                    .map(selector -> given(outcomes, selector.producerSubtask())
                            .parameters()
                            .get(Objects.requireNonNull(selector.outputParameterKey())))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(value -> parameters.put(name, value));
        });
        Map<String, JsonNode> artifacts = new LinkedHashMap<>();
        dag.outputs()
                .artifacts()
                .forEach((name, source) -> source.artifactSelectors().stream()
                        .map(selector -> given(outcomes, selector.producerSubtask())
                                .artifacts()
                                .get(Objects.requireNonNull(selector.outputArtifactKey())))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(value -> artifacts.put(name, value)));
        return new Scope(parameters, artifacts);
    }

    private static Scope given(Map<String, Outcome> outcomes, @Nullable String task) {
        Outcome outcome = outcomes.get(Objects.requireNonNull(task));
        return outcome == null ? Scope.EMPTY : outcome.outputs();
    }

    private static Map<String, JsonNode> fields(@Nullable JsonNode node) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (node != null) {
            node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        }
        return fields;
    }
}
