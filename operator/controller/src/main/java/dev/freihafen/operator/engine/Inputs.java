package dev.freihafen.operator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.LoopItem;
import dev.freihafen.ir.ParameterType;
import dev.freihafen.ir.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a task's inputs come from: the component around it, other tasks, constants, defaults. Pure. */
final class Inputs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\$\\.inputs\\.parameters\\['([^']+)']}}");

    private Inputs() {}

    /** A required input is not there; the message says which and why. */
    static final class MissingInput extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingInput(String message) {
            super(message);
        }
    }

    /** Values of the root: what was given, else the default. */
    static Scope ofRoot(ComponentSpec root, @Nullable JsonNode given) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        root.inputDefinitions().parameters().forEach((name, definition) -> {
            JsonNode value = given == null ? null : given.get(name);
            JsonNode chosen = value == null || value.isNull() ? definition.defaultValue() : value;
            if (chosen != null) {
                values.put(name, typed(chosen, definition.parameterType()));
            }
        });
        return new Scope(values, Map.of());
    }

    /**
     * Values of a task.
     *
     * @param run id of the run, for exit handlers
     * @param around values of the component around it
     * @param before what became of the tasks that it waits for, by name
     * @throws MissingInput when a value that it needs is not there
     */
    static Scope ofTask(String run, TaskSpec task, ComponentSpec component, Scope around, Map<String, Outcome> before) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        task.inputs()
                .parameters()
                .forEach((name, input) ->
                        parameter(run, input, around, before).ifPresent(value -> parameters.put(name, value)));
        parameters.replaceAll((name, value) -> substitute(value, parameters));
        component.inputDefinitions().parameters().forEach((name, definition) -> {
            if (!parameters.containsKey(name) && definition.defaultValue() != null) {
                parameters.put(name, definition.defaultValue());
            }
            if (parameters.containsKey(name)) {
                parameters.put(name, fitting(name, parameters.get(name), definition.parameterType()));
            } else if (definition.required() && !isLoopItem(task, name)) {
                throw new MissingInput("its input " + name + " was not given by the step before it");
            }
        });
        Map<String, JsonNode> artifacts = new LinkedHashMap<>();
        task.inputs()
                .artifacts()
                .forEach((name, input) ->
                        artifact(input, around, before).ifPresent(value -> artifacts.put(name, value)));
        component.inputDefinitions().artifacts().forEach((name, definition) -> {
            if (!artifacts.containsKey(name) && !Boolean.TRUE.equals(definition.isOptional())) {
                throw new MissingInput("its input artifact " + name + " was not made by the step before it");
            }
        });
        return new Scope(parameters, artifacts);
    }

    private static boolean isLoopItem(TaskSpec task, String name) {
        return task.parameterIterator() != null
                && name.equals(task.parameterIterator().itemInput());
    }

    private static Optional<JsonNode> parameter(
            String run, TaskSpec.InputParameter input, Scope around, Map<String, Outcome> before) {
        @Nullable JsonNode value = null;
        if (input.runtimeValue() != null) {
            value = input.runtimeValue().constant();
        } else if (input.componentInputParameter() != null) {
            value = around.parameters().get(input.componentInputParameter());
        } else if (input.taskOutputParameter() != null) {
            TaskSpec.TaskOutputParameter output = input.taskOutputParameter();
            value = outputs(before, output.producerTask())
                    .parameters()
                    .get(Objects.requireNonNull(output.outputParameterKey()));
        } else if (input.taskFinalStatus() != null) {
            value = finalStatus(
                    run, Objects.requireNonNull(input.taskFinalStatus().producerTask()), before);
        }
        if (value != null && input.parameterExpressionSelector() != null) {
            value = LoopItem.select(input.parameterExpressionSelector(), value);
        }
        return value == null || value.isNull() || value.isMissingNode() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<JsonNode> artifact(
            TaskSpec.InputArtifact input, Scope around, Map<String, Outcome> before) {
        if (input.componentInputArtifact() != null) {
            return Optional.ofNullable(around.artifacts().get(input.componentInputArtifact()));
        }
        TaskSpec.TaskOutputArtifact output = input.taskOutputArtifact();
        return output == null
                ? Optional.empty()
                : Optional.ofNullable(outputs(before, output.producerTask())
                        .artifacts()
                        .get(Objects.requireNonNull(output.outputArtifactKey())));
    }

    private static Scope outputs(Map<String, Outcome> before, @Nullable String task) {
        Outcome outcome = before.get(Objects.requireNonNull(task));
        if (outcome == null) {
            return Scope.EMPTY;
        }
        if (!outcome.lost().isEmpty()) {
            throw new MissingInput(
                    "it needs a result of step " + outcome.lost()
                            + ", which is larger than 4 KiB and cannot be passed on: let that step write large values into artifacts");
        }
        return outcome.outputs();
    }

    /** As the SDK reads {@code PipelineTaskFinalStatus}. */
    private static JsonNode finalStatus(String run, String task, Map<String, Outcome> before) {
        Outcome outcome = Objects.requireNonNull(before.get(task));
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("state", outcome.kind() == Outcome.Kind.Succeeded ? "SUCCEEDED" : "FAILED");
        status.put("pipelineTaskName", task);
        status.put("pipelineJobResourceName", run);
        ObjectNode error = status.putObject("error");
        if (!outcome.message().isEmpty()) {
            error.put("code", 2);
            error.put("message", outcome.message());
        }
        return status;
    }

    /** Fills placeholders of constants with the task's other inputs. */
    private static JsonNode substitute(JsonNode value, Map<String, JsonNode> parameters) {
        if (value.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> filled.add(substitute(item, parameters)));
            return filled;
        }
        if (value.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> filled.set(field.getKey(), substitute(field.getValue(), parameters)));
            return filled;
        }
        return value.isTextual() && value.asText().contains("{{$.")
                ? TextNode.valueOf(substitute(value.asText(), parameters))
                : value;
    }

    /** Fills {@code {{$.inputs.parameters['x']}}} in a text. */
    static String substitute(String text, Map<String, JsonNode> parameters) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(match -> {
            JsonNode found = parameters.get(match.group(1));
            return Matcher.quoteReplacement(found == null ? "" : plain(found));
        });
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static JsonNode fitting(String name, JsonNode value, @Nullable ParameterType type) {
        JsonNode typed = typed(value, type);
        return switch (type) {
            case null -> typed;
            case TaskFinalStatus, TaskConfig -> typed;
            case String, NumberInteger, NumberDouble, Boolean, List, Struct -> {
                if (!type.accepts(typed)) {
                    throw new MissingInput(
                            "its input " + name + " is " + shortened(value) + ", which is not " + type.plain());
                }
                yield typed;
            }
        };
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** The value as its type says; a text is read as JSON where the type wants more than a text. */
    static JsonNode typed(JsonNode value, @Nullable ParameterType type) {
        if (type == null) {
            return value;
        }
        return switch (type) {
            case String -> value.isTextual() ? value : TextNode.valueOf(plain(value));
            case NumberInteger ->
                value.isNumber() && type.accepts(value) && value.canConvertToLong()
                        ? JsonNodeFactory.instance.numberNode(value.longValue())
                        : parsed(value);
            case NumberDouble, Boolean, List, Struct -> parsed(value);
            case TaskFinalStatus, TaskConfig -> value;
        };
    }

    private static JsonNode parsed(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JSON.readTree(value.asText());
        } catch (JsonProcessingException notJson) {
            return value;
        }
    }
}
