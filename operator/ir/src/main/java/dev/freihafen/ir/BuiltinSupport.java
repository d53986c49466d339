package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a pipeline the built-in engine cannot run. It never ignores a field in silence that changes what runs. */
final class BuiltinSupport {
    /** Path of the step that copies models to the team's volume. */
    private static final String PUBLISHING = "publish-models";

    private static final List<String> TIMES =
            List.of("{{$.pipeline_job_create_time_utc}}", "{{$.pipeline_job_schedule_time_utc}}");

    private static final Pattern ITERATION = Pattern.compile("(.+)-[0-9]+");

    private static final long COUNT_ENDS = 1_000_000;

    private final Pipeline pipeline;
    private final Map<String, Long> counted = new HashMap<>();
    private final List<IrProblem> problems = new ArrayList<>();

    BuiltinSupport(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    List<IrProblem> unsupported() {
        component(JsonPath.ROOT.field("root"), pipeline.root());
        pipeline.spec()
                .components()
                .forEach((name, component) ->
                        component(JsonPath.ROOT.field("components").field(name), component));
        platform(pipeline.platform());
        if (pipeline.root().dag() != null && pipeline.root().dag().tasks().containsKey(PUBLISHING)) {
            problem(
                    JsonPath.ROOT.then("root.dag.tasks").field(PUBLISHING),
                    "a task of this name, which is the name of its own last step; give it another");
        }
        long steps = steps(pipeline.root());
        if (steps > Ir.MAX_STEPS) {
            problem(JsonPath.ROOT.field("root"), steps + " steps in a run, at most " + Ir.MAX_STEPS + " are taken");
        }
        return problems;
    }

    /** Steps of a component with all iterations that are known, each at its own; a loop over a list of the run counts as one. */
    private long steps(ComponentSpec component) {
        if (component.dag() == null) {
            return 1;
        }
        long steps = 0;
        for (TaskSpec task : component.dag().tasks().values()) {
            long each = counted(task.component());
            steps = Math.min(steps + each * iterations(task), COUNT_ENDS);
        }
        return steps;
    }

    private long counted(String component) {
        Long known = counted.get(component);
        long steps = known == null ? steps(pipeline.component(component)) : known;
        counted.put(component, steps);
        return steps;
    }

    private static long iterations(TaskSpec task) {
        TaskSpec.Items items = task.parameterIterator() == null
                ? null
                : task.parameterIterator().items();
        return items == null || items.raw() == null
                ? 1
                : IrDocument.list(items.raw()).map(JsonNode::size).orElse(1);
    }

    private void component(JsonPath path, ComponentSpec component) {
        if (!isEmpty(component.singlePlatformSpecs())) {
            problem(path.field("singlePlatformSpecs"), "settings of one platform inside a component");
        }
        if (!isEmpty(component.taskConfigPassthroughs())) {
            problem(path.field("taskConfigPassthroughs"), "task configurations handed through");
        }
        component.inputDefinitions().parameters().forEach((name, input) -> {
            if (input.parameterType() == ParameterType.TaskConfig) {
                problem(path.then("inputDefinitions.parameters").field(name), "task configurations as a parameter");
            }
        });
        component.outputDefinitions().artifacts().forEach((name, output) -> {
            if (Boolean.TRUE.equals(output.isArtifactList()) && component.dag() == null) {
                problem(
                        path.then("outputDefinitions.artifacts").field(name),
                        "lists of artifacts as the output of a step");
            }
        });
        if (component.dag() != null) {
            component
                    .dag()
                    .tasks()
                    .forEach((name, task) -> task(path.then("dag.tasks").field(name), task));
            ambiguousNames(path.then("dag.tasks"), component.dag());
        } else if (component.executorLabel() != null && pipeline.spec().deploymentSpec() != null) {
            PipelineSpec.ExecutorSpec executor =
                    pipeline.spec().deploymentSpec().executors().get(component.executorLabel());
            if (executor != null) {
                executor(JsonPath.ROOT.then("deploymentSpec.executors").field(component.executorLabel()), executor);
            }
        }
    }

    /** The iterations of a looped task {@code t} are called {@code t-0}, {@code t-1} and so on. */
    private void ambiguousNames(JsonPath path, DagSpec dag) {
        for (String name : dag.tasks().keySet()) {
            Matcher iteration = ITERATION.matcher(name);
            if (iteration.matches()) {
                TaskSpec looped = dag.tasks().get(iteration.group(1));
                if (looped != null && looped.parameterIterator() != null) {
                    problem(
                            path.field(name),
                            "a task that is called like an iteration of the loop " + iteration.group(1)
                                    + "; give it another name");
                }
            }
        }
    }

    private void task(JsonPath path, TaskSpec task) {
        task.condition().ifPresent(text -> condition(path.then("triggerPolicy.condition"), text, task));
        if (task.artifactIterator() != null) {
            problem(path.field("artifactIterator"), "loops over artifacts");
        }
        ComponentSpec component = pipeline.spec().components().get(task.component());
        boolean retries = task.retryPolicy() != null
                && task.retryPolicy().maxRetryCount() != null
                && task.retryPolicy().maxRetryCount() > 0;
        if (retries && component != null && component.dag() != null) {
            problem(path.field("retryPolicy"), "retries of a whole DAG; give them to its steps");
        }
        task.inputs().parameters().forEach((name, input) -> {
            String constant = input.runtimeValue() == null ? "" : String.valueOf(input.runtimeValue());
            TIMES.stream()
                    .filter(constant::contains)
                    .forEach(time -> problem(path.then("inputs.parameters").field(name), "the placeholder " + time));
            String selector = input.parameterExpressionSelector();
            if (selector != null && !LoopItem.understands(selector)) {
                problem(
                        path.then("inputs.parameters").field(name).field("parameterExpressionSelector"),
                        "this expression");
            }
        });
    }

    private void condition(JsonPath path, String text, TaskSpec task) {
        try {
            Set<String> unknown = new TreeSet<>(Condition.parse(text).inputs());
            unknown.removeAll(task.inputs().parameters().keySet());
            if (!unknown.isEmpty()) {
                problem(path, "conditions on what is no input of the task: " + String.join(", ", unknown));
            }
        } catch (Condition.Unanswerable unreadable) {
            problem(path, "this condition: " + unreadable.getMessage());
        }
    }

    private void executor(JsonPath path, PipelineSpec.ExecutorSpec executor) {
        if (executor.importer() != null) {
            problem(path.field("importer"), "importers");
        }
        if (executor.resolver() != null) {
            problem(path.field("resolver"), "resolvers");
        }
        if (executor.customJob() != null) {
            problem(path.field("customJob"), "custom jobs");
        }
        if (executor.container() != null) {
            String words = executor.container().command() + " "
                    + executor.container().args() + " "
                    + executor.container().env();
            TIMES.stream().filter(words::contains).forEach(time -> problem(path, "the placeholder " + time));
        }
        if (executor.container() != null && executor.container().command().isEmpty()) {
            problem(path.then("container.command"), "the entry point of an image; give the container a command");
        }
        if (executor.container() != null
                && executor.container().lifecycle() != null
                && !executor.container().lifecycle().isEmpty()) {
            problem(path.then("container.lifecycle"), "container lifecycle hooks");
        }
    }

    private void platform(@Nullable PlatformSpec platform) {
        if (platform == null) {
            return;
        }
        platform.platforms().forEach((name, single) -> {
            JsonPath path = JsonPath.ROOT.field("platforms").field(name);
            if (single.deploymentSpec() != null) {
                single.deploymentSpec().executors().forEach((label, fields) -> {
                    if (!isEmpty(fields)) {
                        problem(
                                path.then("deploymentSpec.executors").field(label),
                                "settings of the platform " + name + " for a step");
                    }
                });
            }
            if (!isEmpty(single.pipelineConfig())) {
                problem(path.field("pipelineConfig"), "settings of the platform " + name + " for a pipeline");
            }
        });
    }

    private static boolean isEmpty(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isEmpty();
    }

    private void problem(JsonPath path, String feature) {
        problems.add(new IrProblem(path.text(), "the built-in engine does not run " + feature));
    }
}
