package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.Condition;
import dev.freihafen.ir.DagSpec;
import dev.freihafen.ir.Ir;
import dev.freihafen.ir.ParameterType;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.ir.PipelineSpec;
import dev.freihafen.ir.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a pipeline: from what is recorded of its steps to what became of it, which steps begin, and which pods are
 * missing. It is made for one call of the planner and thrown away.
 */
final class Walk {

    private final Pipeline pipeline;
    private final String run;
    private final String artifacts;
    private final Map<String, StepStatus> steps;
    private final boolean begins;
    private final Attempts attempts;
    private final List<StepOrder> orders = new ArrayList<>();

    /**
     * @param steps what is recorded, by path; the walk adds steps that begin and attempts that follow
     * @param begins whether anything may begin
     */
    Walk(RunFacts facts, Map<String, StepStatus> steps, boolean begins, Attempts attempts) {
        this.pipeline = facts.pipeline();
        this.run = facts.run();
        this.artifacts = facts.artifacts();
        this.steps = steps;
        this.begins = begins;
        this.attempts = attempts;
    }

    /** Pods that should be there and are not known to have been made. */
    List<StepOrder> orders() {
        return List.copyOf(orders);
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
                .orElseGet(() -> Outputs.of(dag, outcomes));
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
            outcome = skip(prefix + name);
        } else {
            outcome = begin(task, prefix + name, around, outcomes);
        }
        outcomes.put(name, outcome);
        return outcome;
    }

    /** It is recorded, for people to see it among the others; not while the run is made to end. */
    private Outcome skip(String path) {
        if (begins && steps.size() < Ir.MAX_STEPS && !hasBegun(path)) {
            steps.putIfAbsent(path, told(path, State.Skipped, null, null));
        }
        return Outcome.SKIPPED;
    }

    private static StepStatus told(String path, State state, @Nullable String reason, @Nullable String message) {
        return new StepStatus(path, state, 1, null, null, null, null, reason, message, null, null, null);
    }

    private Outcome begin(TaskSpec task, String path, Scope around, Map<String, Outcome> outcomes) {
        ComponentSpec component = pipeline.component(task.component());
        StepStatus recorded = steps.get(path);
        if (recorded != null && recorded.state() == State.Skipped) {
            return Outcome.SKIPPED;
        }
        Scope inputs;
        try {
            inputs = Inputs.ofTask(run, task, component, around, outcomes);
            if (task.condition().isPresent() && !hasBegun(task, path)) {
                if (!begins) {
                    return Outcome.WAITING;
                }
                if (!holds(task.condition().get(), inputs)) {
                    return skip(path);
                }
            }
        } catch (Inputs.MissingInput missing) {
            return cannotBegin(path, component, missing.getMessage());
        }
        return task.parameterIterator() == null
                ? component(task, component, path, inputs)
                : loop(task, component, path, inputs);
    }

    private static boolean holds(String condition, Scope inputs) {
        try {
            return Condition.parse(condition).holds(inputs.parameters());
        } catch (Condition.Unanswerable unanswerable) {
            throw new Inputs.MissingInput(
                    "its condition " + condition + " has no answer: " + unanswerable.getMessage());
        }
    }

    /** What cannot begin has failed; a step of its own is recorded so, for people to see it among the others. */
    private Outcome cannotBegin(String path, ComponentSpec component, @Nullable String why) {
        if (component.dag() == null && begins) {
            StepStatus known = steps.get(path);
            steps.put(
                    path,
                    known == null
                            ? told(path, State.Failed, "InputMissing", why)
                            : Observation.with(known, State.Failed, null, "InputMissing", why, null));
        }
        return Outcome.failed("Step " + path + " cannot begin: " + why + ".");
    }

    private Outcome component(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        return component.dag() == null
                ? step(task, component, path, inputs)
                : dag(component.dag(), component, path + "/", inputs);
    }

    /**
     * Once an iteration has failed the loop has: iterations that have begun go on, no other begins. They begin in the order of the
     * items, so those that run are always the first that have not ended.
     */
    private Outcome loop(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        TaskSpec.ParameterIterator iterator = Objects.requireNonNull(task.parameterIterator());
        Optional<JsonNode> items = items(iterator, inputs);
        if (items.isEmpty()) {
            return cannotBegin(path, component, "the items of its loop are no list");
        }
        if (items.get().size() > Ir.MAX_STEPS) {
            return cannotBegin(
                    path,
                    component,
                    "its loop has " + items.get().size() + " items, and a run has at most " + Ir.MAX_STEPS
                            + " steps: loop over fewer, larger items");
        }
        int limit = task.iteratorPolicy() == null || task.iteratorPolicy().parallelismLimit() == null
                ? 0
                : task.iteratorPolicy().parallelismLimit();
        List<Outcome> outcomes = new ArrayList<>();
        int active = 0;
        boolean failed = false;
        for (int index = 0; index < items.get().size(); index++) {
            String own = path + "-" + index;
            Outcome outcome;
            if (failed && !hasBegun(own)) {
                outcome = Outcome.SKIPPED;
            } else if (limit > 0 && active >= limit) {
                outcome = Outcome.WAITING;
            } else {
                outcome = component(
                        task,
                        component,
                        own,
                        withItem(component, inputs, iterator, items.get().get(index)));
            }
            failed |= outcome.kind() == Outcome.Kind.Failed;
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
                .orElseGet(() -> Outputs.collected(component, outcomes));
    }

    /** Whether anything of it was begun in this attempt of the run, or in an earlier one and has succeeded. */
    private boolean hasBegun(String path) {
        return steps.values().stream()
                .anyMatch(step ->
                        (step.path().equals(path) || step.path().startsWith(path + "/")) && !Attempts.isAwaiting(step));
    }

    private boolean hasBegun(TaskSpec task, String path) {
        return hasBegun(path)
                || (task.parameterIterator() != null
                        && steps.values().stream()
                                .anyMatch(step -> isIteration(path, step.path()) && !Attempts.isAwaiting(step)));
    }

    /** Whether the second is, or is part of, an iteration of the loop that is the first. */
    private static boolean isIteration(String loop, String path) {
        if (!path.startsWith(loop + "-")) {
            return false;
        }
        int end = loop.length() + 1;
        int digits = end;
        while (digits < path.length() && Character.isDigit(path.charAt(digits))) {
            digits++;
        }
        return digits > end && (digits == path.length() || path.charAt(digits) == '/');
    }

    private static Optional<JsonNode> items(TaskSpec.ParameterIterator iterator, Scope inputs) {
        TaskSpec.Items items = Objects.requireNonNull(iterator.items());
        JsonNode list = items.raw() != null
                ? Inputs.typed(TextNode.valueOf(items.raw()), ParameterType.List)
                : inputs.parameters().get(Objects.requireNonNull(items.inputParameter()));
        return Optional.ofNullable(list).filter(JsonNode::isArray);
    }

    private static Scope withItem(
            ComponentSpec component, Scope inputs, TaskSpec.ParameterIterator iterator, JsonNode item) {
        String name = Objects.requireNonNull(iterator.itemInput());
        ComponentSpec.InputParameter declared =
                component.inputDefinitions().parameters().get(name);
        Map<String, JsonNode> parameters = new LinkedHashMap<>(inputs.parameters());
        parameters.put(name, item.isNull() || declared == null ? item : Inputs.typed(item, declared.parameterType()));
        return new Scope(parameters, inputs.artifacts());
    }

    private Outcome step(TaskSpec task, ComponentSpec component, String path, Scope inputs) {
        if (begins && !steps.containsKey(path) && steps.size() >= Ir.MAX_STEPS) {
            return Outcome.failed("Step " + path + " cannot begin: the run has " + Ir.MAX_STEPS
                    + " steps already, and no more are taken: loop over fewer, larger items.");
        }
        return attempts.current(path, task.retryPolicy())
                .map(step -> switch (step.state()) {
                    case Succeeded -> succeeded(step, component);
                    case Failed -> Outcome.failed("Step " + path + " failed: " + step.message() + ".");
                    case Canceled -> Outcome.failed("Step " + path + " was canceled.");
                    case Skipped -> Outcome.SKIPPED;
                    case Retrying, Running -> Outcome.RUNNING;
                    case Pending -> order(task, step, component, inputs);
                })
                .orElse(Outcome.WAITING);
    }

    private static Outcome succeeded(StepStatus step, ComponentSpec component) {
        Outcome outcome = Outcome.succeeded(new Scope(fields(step.parameters()), fields(step.artifacts())));
        if (!Observation.TRUNCATED.equals(step.reason())) {
            return outcome;
        }
        return component.outputDefinitions().artifacts().values().stream().anyMatch(Models::isModel)
                ? Outcome.failed("Step " + step.path()
                        + " made a model that cannot be published, for " + step.message()
                        + ": let it return less, and write large values into artifacts.")
                : outcome.losing(step.path());
    }

    private Outcome order(TaskSpec task, StepStatus step, ComponentSpec component, Scope inputs) {
        if (step.podUid() != null) {
            return Outcome.RUNNING;
        }
        PipelineSpec.ContainerSpec container = pipeline.container(component);
        JsonNode instruction = Instruction.of(
                new Instruction.Place(run, pipeline.name(), task, step.path(), step.attempt(), artifacts),
                container,
                component,
                inputs);
        if (instruction.toString().getBytes(StandardCharsets.UTF_8).length > Instruction.MOST_BYTES) {
            String why = "its command and inputs are larger than " + (Instruction.MOST_BYTES >> 10)
                    + " KiB together: pass large values as artifacts";
            steps.put(step.path(), Observation.with(step, State.Failed, null, "InstructionTooLarge", why, null));
            return Outcome.failed("Step " + step.path() + " cannot begin: " + why + ".");
        }
        orders.add(new StepOrder.Task(
                step.path(),
                step.attempt(),
                Objects.requireNonNull(step.podName()),
                container,
                inputs.parameters(),
                instruction));
        return Outcome.RUNNING;
    }

    private static Map<String, JsonNode> fields(@Nullable JsonNode node) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (node != null) {
            node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        }
        return fields;
    }
}
