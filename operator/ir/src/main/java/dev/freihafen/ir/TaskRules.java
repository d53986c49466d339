package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold in one task for itself: sources of its inputs, constants, loop, retries. */
final class TaskRules {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,9})?s");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\$\\.inputs\\.parameters\\['([^']*)'\\]\\}\\}");
    private static final int MOST_RETRIES = 100;

    private final JsonPath path;
    private final TaskSpec task;
    private final ComponentSpec component;
    private final List<IrProblem> problems = new ArrayList<>();

    private TaskRules(JsonPath path, TaskSpec task, ComponentSpec component) {
        this.path = path;
        this.task = task;
        this.component = component;
    }

    static List<IrProblem> of(JsonPath path, TaskSpec task, ComponentSpec component) {
        var rules = new TaskRules(path, task, component);
        task.inputs().parameters().forEach(rules::parameter);
        task.inputs().artifacts().forEach(rules::artifact);
        rules.loop();
        rules.retries();
        return rules.problems;
    }

    private void parameter(String name, TaskSpec.InputParameter input) {
        JsonPath at = path.then("inputs.parameters").field(name);
        one(
                at,
                input.taskOutputParameter(),
                input.runtimeValue(),
                input.componentInputParameter(),
                input.taskFinalStatus());
        JsonNode constant =
                input.runtimeValue() == null ? null : input.runtimeValue().constant();
        if (constant == null) {
            return;
        }
        JsonPath value = at.then("runtimeValue.constant");
        Set<String> siblings = task.inputs().parameters().keySet();
        boolean isTemplate = false;
        Matcher placeholder = PLACEHOLDER.matcher(constant.toString());
        while (placeholder.find()) {
            isTemplate = true;
            if (!siblings.contains(placeholder.group(1))) {
                problem(value, "refers to the input " + placeholder.group(1) + ", which the task does not have");
            }
        }
        ComponentSpec.InputParameter declared =
                component.inputDefinitions().parameters().get(name);
        if (!isTemplate
                && !constant.isNull()
                && declared != null
                && declared.parameterType() != null
                && !declared.parameterType().accepts(constant)) {
            problem(value, "must be " + declared.parameterType().plain());
        }
    }

    private void artifact(String name, TaskSpec.InputArtifact input) {
        one(path.then("inputs.artifacts").field(name), input.taskOutputArtifact(), input.componentInputArtifact());
    }

    private void one(JsonPath at, @Nullable Object... sources) {
        if (Stream.of(sources).filter(Objects::nonNull).count() != 1) {
            problem(at, "must come from exactly one source");
        }
    }

    private void loop() {
        TaskSpec.ParameterIterator iterator = task.parameterIterator();
        TaskSpec.IteratorPolicy policy = task.iteratorPolicy();
        if (policy != null && policy.parallelismLimit() != null && policy.parallelismLimit() < 0) {
            problem(path.then("iteratorPolicy.parallelismLimit"), "must be 0 for no limit, or more");
        }
        if (iterator == null) {
            return;
        }
        JsonPath at = path.field("parameterIterator");
        if (iterator.itemInput() == null
                || !component.inputDefinitions().parameters().containsKey(iterator.itemInput())) {
            problem(at.field("itemInput"), "must name an input of the component " + task.component());
        }
        TaskSpec.Items items = iterator.items();
        if (items == null || (items.raw() == null) == (items.inputParameter() == null)) {
            problem(at.field("items"), "must have exactly one of raw and inputParameter");
        } else if (items.raw() != null && IrDocument.list(items.raw()).isEmpty()) {
            problem(at.then("items.raw"), "must be a JSON list as text, such as \"[1, 2]\"");
        } else if (items.inputParameter() != null && !task.inputs().parameters().containsKey(items.inputParameter())) {
            problem(at.then("items.inputParameter"), "must name an input of the task");
        }
    }

    private void retries() {
        TaskSpec.RetryPolicy retry = task.retryPolicy();
        if (retry == null) {
            return;
        }
        JsonPath at = path.field("retryPolicy");
        if (retry.maxRetryCount() != null && (retry.maxRetryCount() < 0 || retry.maxRetryCount() > MOST_RETRIES)) {
            problem(at.field("maxRetryCount"), "must be 0 to " + MOST_RETRIES);
        }
        duration(at.field("backoffDuration"), retry.backoffDuration());
        duration(at.field("backoffMaxDuration"), retry.backoffMaxDuration());
        if (retry.backoffFactor() != null && !(retry.backoffFactor() >= 0 && retry.backoffFactor() <= 1000)) {
            problem(at.field("backoffFactor"), "must be 0 to 1000");
        }
    }

    private void duration(JsonPath at, @Nullable String text) {
        if (text != null && !SECONDS.matcher(text).matches()) {
            problem(at, "must be seconds such as 5s");
        }
    }

    private void problem(JsonPath at, String message) {
        problems.add(new IrProblem(at.text(), message));
    }
}
