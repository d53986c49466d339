package dev.freihafen.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold in a pipeline before it can be looked at as a graph: version, name, references, no cycles. */
final class Validator {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int LONGEST_NAME = 128;
    private static final int MOST_TASKS = 200;

    private final PipelineSpec spec;
    private final List<IrProblem> problems = new ArrayList<>();

    Validator(PipelineSpec spec) {
        this.spec = spec;
    }

    /** The name from {@code pipelineInfo}, empty when there is none. */
    static String name(PipelineSpec spec) {
        PipelineSpec.PipelineInfo info = spec.pipelineInfo();
        return info == null || info.name() == null ? "" : info.name();
    }

    List<IrProblem> problems() {
        if (!Ir.SCHEMA_VERSION.equals(spec.schemaVersion())) {
            problems.add(new IrProblem(
                    JsonPath.ROOT.field("schemaVersion").text(),
                    "is " + spec.schemaVersion() + ", understood is " + Ir.SCHEMA_VERSION
                            + ": compile the pipeline with kfp 2",
                    IrProblem.Kind.SchemaVersion));
        }
        if (!NAME.matcher(name(spec)).matches() || name(spec).length() > LONGEST_NAME) {
            problem(
                    JsonPath.ROOT.then("pipelineInfo.name"),
                    "must be lower-case letters, digits and hyphens, at most " + LONGEST_NAME + " characters");
        }
        if (spec.root() == null || spec.root().dag() == null) {
            problem(JsonPath.ROOT.field("root"), "must be a DAG with at least one task");
            return problems;
        }
        if (spec.deploymentSpec() != null) {
            JsonPath executors = JsonPath.ROOT.then("deploymentSpec.executors");
            spec.deploymentSpec()
                    .executors()
                    .forEach((name, executor) -> problems.addAll(ComponentRules.of(executors.field(name), executor)));
        }
        component(JsonPath.ROOT.field("root"), spec.root());
        spec.components()
                .forEach((name, component) ->
                        component(JsonPath.ROOT.field("components").field(name), component));
        if (problems.isEmpty()) {
            nesting();
        }
        return problems;
    }

    private void component(JsonPath path, ComponentSpec component) {
        problems.addAll(ComponentRules.of(path, component));
        if (component.dag() != null && component.executorLabel() != null) {
            problem(path, "must have a dag or an executorLabel, not both");
        } else if (component.dag() != null) {
            dag(path.field("dag"), component, component.dag());
        } else if (component.executorLabel() == null) {
            problem(path, "must have a dag or an executorLabel");
        } else if (spec.deploymentSpec() == null
                || !spec.deploymentSpec().executors().containsKey(component.executorLabel())) {
            problem(
                    path.field("executorLabel"),
                    "names the executor " + component.executorLabel()
                            + ", which deploymentSpec.executors does not have");
        }
    }

    private void dag(JsonPath path, ComponentSpec owner, DagSpec dag) {
        if (dag.tasks().isEmpty()) {
            problem(path.field("tasks"), "must have at least one task");
        }
        if (dag.tasks().size() > MOST_TASKS) {
            problem(
                    path.field("tasks"),
                    "has " + dag.tasks().size() + " tasks, at most " + MOST_TASKS + " are taken: split the pipeline");
        }
        dag.tasks().forEach((name, task) -> task(path.field("tasks").field(name), owner, dag, task));
        cycle(dag.tasks())
                .ifPresent(at -> problems.add(new IrProblem(
                        path.field("tasks").field(at).text(),
                        "is part of a cycle: a task cannot wait for itself",
                        IrProblem.Kind.Cycle)));
        dag.outputs()
                .parameters()
                .forEach((name, source) -> source.selectors()
                        .forEach(selector -> output(
                                path.then("outputs.parameters").field(name),
                                dag,
                                selector.producerSubtask(),
                                selector.outputParameterKey(),
                                true)));
        dag.outputs()
                .artifacts()
                .forEach((name, source) -> source.artifactSelectors()
                        .forEach(selector -> output(
                                path.then("outputs.artifacts").field(name),
                                dag,
                                selector.producerSubtask(),
                                selector.outputArtifactKey(),
                                false)));
    }

    private void task(JsonPath path, ComponentSpec owner, DagSpec dag, TaskSpec task) {
        task.upstream().stream()
                .filter(upstream -> !dag.tasks().containsKey(upstream))
                .forEach(upstream -> problem(
                        path.field("dependentTasks"),
                        "waits for the task " + upstream + ", which the DAG does not have"));
        ComponentSpec component = spec.components().get(task.component());
        if (component == null) {
            problem(
                    path.then("componentRef.name"),
                    "names the component " + task.component() + ", which components does not have");
            return;
        }
        problems.addAll(TaskRules.of(path, task, component));
        task.inputs()
                .parameters()
                .forEach((name, input) ->
                        parameter(path.then("inputs.parameters").field(name), owner, dag, input));
        task.inputs()
                .artifacts()
                .forEach((name, input) -> artifact(path.then("inputs.artifacts").field(name), owner, dag, input));
        Set<String> given = new HashSet<>(task.inputs().parameters().keySet());
        if (task.parameterIterator() != null && task.parameterIterator().itemInput() != null) {
            given.add(task.parameterIterator().itemInput());
        }
        component.inputDefinitions().parameters().forEach((name, definition) -> {
            if (definition.required() && !given.contains(name)) {
                problem(
                        path.then("inputs.parameters").field(name),
                        "is missing and component " + task.component() + " has no default for it");
            }
        });
        component.inputDefinitions().artifacts().forEach((name, definition) -> {
            boolean isGiven = task.inputs().artifacts().containsKey(name)
                    || (task.artifactIterator() != null
                            && name.equals(
                                    task.artifactIterator().path("itemInput").textValue()));
            if (!isGiven && !Boolean.TRUE.equals(definition.isOptional())) {
                problem(
                        path.then("inputs.artifacts").field(name),
                        "is missing and component " + task.component() + " needs it");
            }
        });
    }

    private void parameter(JsonPath path, ComponentSpec owner, DagSpec dag, TaskSpec.InputParameter input) {
        if (input.componentInputParameter() != null
                && !owner.inputDefinitions().parameters().containsKey(input.componentInputParameter())) {
            problem(
                    path.field("componentInputParameter"),
                    "names the input " + input.componentInputParameter()
                            + ", which the component around it does not have");
        }
        TaskSpec.TaskOutputParameter output = input.taskOutputParameter();
        if (output != null) {
            output(path.field("taskOutputParameter"), dag, output.producerTask(), output.outputParameterKey(), true);
        }
    }

    private void artifact(JsonPath path, ComponentSpec owner, DagSpec dag, TaskSpec.InputArtifact input) {
        if (input.componentInputArtifact() != null
                && !owner.inputDefinitions().artifacts().containsKey(input.componentInputArtifact())) {
            problem(
                    path.field("componentInputArtifact"),
                    "names the input " + input.componentInputArtifact()
                            + ", which the component around it does not have");
        }
        TaskSpec.TaskOutputArtifact output = input.taskOutputArtifact();
        if (output != null) {
            output(path.field("taskOutputArtifact"), dag, output.producerTask(), output.outputArtifactKey(), false);
        }
    }

    private void output(JsonPath path, DagSpec dag, @Nullable String task, @Nullable String key, boolean isParameter) {
        TaskSpec producer = task == null ? null : dag.tasks().get(task);
        if (producer == null) {
            problem(path, "takes an output of the task " + task + ", which the DAG does not have");
            return;
        }
        ComponentSpec component = spec.components().get(producer.component());
        if (component != null) {
            Set<String> outputs = isParameter
                    ? component.outputDefinitions().parameters().keySet()
                    : component.outputDefinitions().artifacts().keySet();
            if (key == null || !outputs.contains(key)) {
                problem(
                        path,
                        "takes the output " + key + " of " + task + ", which gives "
                                + (outputs.isEmpty() ? "none" : String.join(", ", new TreeSet<>(outputs))));
            }
        }
    }

    /** A task that waits for itself, whatever is between; empty when there is none. */
    private static Optional<String> cycle(Map<String, TaskSpec> tasks) {
        Set<String> done = new HashSet<>();
        for (String task : tasks.keySet()) {
            if (reaches(task, tasks, done, new HashSet<>())) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private static boolean reaches(String task, Map<String, TaskSpec> tasks, Set<String> done, Set<String> above) {
        if (!above.add(task)) {
            return true;
        }
        TaskSpec spec = tasks.get(task);
        boolean found = spec != null
                && !done.contains(task)
                && spec.upstream().stream().anyMatch(upstream -> reaches(upstream, tasks, done, above));
        above.remove(task);
        done.add(task);
        return found;
    }

    /** A component that holds itself would never end. */
    private void nesting() {
        Set<String> done = new HashSet<>();
        for (String name : spec.components().keySet()) {
            if (holds(name, done, new HashSet<>())) {
                problems.add(new IrProblem(
                        JsonPath.ROOT.field("components").field(name).text(),
                        "holds itself: a component cannot be a task of its own DAG",
                        IrProblem.Kind.Cycle));
                return;
            }
        }
    }

    private boolean holds(String name, Set<String> done, Set<String> above) {
        if (!above.add(name)) {
            return true;
        }
        ComponentSpec component = spec.components().get(name);
        boolean found = component != null
                && component.dag() != null
                && !done.contains(name)
                && component.dag().tasks().values().stream().anyMatch(task -> holds(task.component(), done, above));
        above.remove(name);
        done.add(name);
        return found;
    }

    private void problem(JsonPath path, String message) {
        problems.add(new IrProblem(path.text(), message));
    }
}
