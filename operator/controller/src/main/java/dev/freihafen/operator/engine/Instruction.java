package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.PipelineSpec;
import dev.freihafen.ir.TaskSpec;
import java.util.Map;
import java.util.Objects;

/**
 * What the step's wrapper reads: the command, the SDK's ExecutorInput, and the types of the outputs. Artifact URIs are paths on
 * the run's volume, or places in an S3 store.
 */
final class Instruction {
    /** Where the run's volume is mounted. */
    static final String VOLUME = "/freihafen/run";

    /** One environment variable of Linux holds 128 KiB; this leaves room for its name and quoting. */
    static final int MOST_BYTES = 120 << 10;

    private Instruction() {}

    /** Whose attempt it is. */
    record Place(String run, String pipeline, TaskSpec task, String path, int attempt, String artifacts) {
        String folder() {
            return VOLUME + "/" + path + "/" + attempt;
        }

        String artifact(String name) {
            return artifacts + "/" + path + "/" + attempt + "/outputs/artifacts/" + name;
        }
    }

    static JsonNode of(Place place, PipelineSpec.ContainerSpec container, ComponentSpec component, Scope inputs) {
        ObjectNode instruction = JsonNodeFactory.instance.objectNode();
        ArrayNode command = instruction.putArray("command");
        container.command().forEach(command::add);
        ArrayNode args = instruction.putArray("args");
        container.args().forEach(args::add);
        ObjectNode env = instruction.putObject("env");
        container
                .env()
                .forEach(variable -> env.put(
                        variable.name(),
                        Inputs.substitute(Objects.requireNonNullElse(variable.value(), ""), inputs.parameters())));
        constants(instruction.putObject("placeholders"), place);
        ObjectNode executor = instruction.putObject("executorInput");
        inputs(executor.putObject("inputs"), component, inputs);
        outputs(executor.putObject("outputs"), component, place);
        ObjectNode types = instruction.putObject("outputTypes");
        component
                .outputDefinitions()
                .parameters()
                .forEach((name, output) -> types.put(
                        name,
                        output.parameterType() == null
                                ? "STRING"
                                : output.parameterType().text()));
        return instruction;
    }

    /** The SDK's constants of a run. */
    private static void constants(ObjectNode node, Place place) {
        TaskSpec.TaskInfo info = place.task().taskInfo();
        String task = info == null || info.name() == null ? place.path() : info.name();
        node.put("{{$.pipeline_job_name}}", place.pipeline());
        node.put("{{$.pipeline_job_resource_name}}", place.run());
        node.put("{{$.pipeline_job_uuid}}", place.run());
        node.put("{{$.pipeline_task_name}}", task);
        node.put("{{$.pipeline_task_uuid}}", StepNames.pod(place.run(), place.path(), place.attempt()));
        node.put("{{$.pipeline_root}}", place.artifacts());
    }

    private static void inputs(ObjectNode node, ComponentSpec component, Scope inputs) {
        ObjectNode values = node.putObject("parameterValues");
        component.inputDefinitions().parameters().keySet().forEach(name -> put(values, name, inputs.parameters()));
        // Placeholders may speak of inputs that the component does not define.
        inputs.parameters().keySet().stream()
                .sorted()
                .filter(name -> !values.has(name))
                .forEach(name -> put(values, name, inputs.parameters()));
        ObjectNode artifacts = node.putObject("artifacts");
        inputs.artifacts().keySet().stream()
                .sorted()
                .forEach(name -> artifacts
                        .putObject(name)
                        .set("artifacts", inputs.artifacts().get(name)));
    }

    private static void put(ObjectNode values, String name, Map<String, JsonNode> parameters) {
        JsonNode value = parameters.get(name);
        if (value != null) {
            values.set(name, value);
        }
    }

    private static void outputs(ObjectNode node, ComponentSpec component, Place place) {
        String folder = place.folder();
        ObjectNode parameters = node.putObject("parameters");
        component
                .outputDefinitions()
                .parameters()
                .keySet()
                .forEach(name -> parameters.putObject(name).put("outputFile", folder + "/outputs/parameters/" + name));
        ObjectNode artifacts = node.putObject("artifacts");
        component.outputDefinitions().artifacts().forEach((name, output) -> {
            ObjectNode artifact =
                    artifacts.putObject(name).putArray("artifacts").addObject();
            artifact.put("name", name);
            ObjectNode type = artifact.putObject("type");
            type.put(
                    "schemaTitle",
                    output.artifactType() == null
                            ? "system.Artifact"
                            : output.artifactType().title());
            type.put(
                    "schemaVersion",
                    output.artifactType() == null || output.artifactType().schemaVersion() == null
                            ? "0.0.1"
                            : output.artifactType().schemaVersion());
            artifact.put("uri", place.artifact(name));
            artifact.putObject("metadata");
        });
        node.put("outputFile", folder + "/executor_output.json");
    }
}
