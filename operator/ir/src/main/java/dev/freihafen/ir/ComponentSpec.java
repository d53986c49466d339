package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task can be: inputs, outputs, and either a DAG or something to execute.
 *
 * @param inputDefinitions what it takes
 * @param outputDefinitions what it gives
 * @param dag its tasks, when it is a DAG
 * @param executorLabel key of the deployment spec, when it executes something
 * @param singlePlatformSpecs fields of one platform; no compiler writes them here
 * @param taskConfigPassthroughs configuration handed through to external work
 */
public record ComponentSpec(
        Inputs inputDefinitions,
        Outputs outputDefinitions,
        @Nullable DagSpec dag,
        @Nullable String executorLabel,
        @Nullable JsonNode singlePlatformSpecs,
        @Nullable JsonNode taskConfigPassthroughs) {
    public ComponentSpec {
        inputDefinitions = inputDefinitions == null ? new Inputs(Map.of(), Map.of()) : inputDefinitions;
        outputDefinitions = outputDefinitions == null ? new Outputs(Map.of(), Map.of()) : outputDefinitions;
    }

    /** Inputs by name. */
    public record Inputs(Map<String, InputArtifact> artifacts, Map<String, InputParameter> parameters) {
        public Inputs {
            artifacts = Copies.map(artifacts);
            parameters = Copies.map(parameters);
        }
    }

    /** Outputs by name. */
    public record Outputs(Map<String, OutputArtifact> artifacts, Map<String, OutputParameter> parameters) {
        public Outputs {
            artifacts = Copies.map(artifacts);
            parameters = Copies.map(parameters);
        }
    }

    /** An artifact that it takes, one or a list. */
    public record InputArtifact(
            @Nullable ArtifactType artifactType,
            @Nullable Boolean isArtifactList,
            @Nullable Boolean isOptional,
            @Nullable String description) {}

    /** A parameter that it takes; one with a default or optional may be left out. */
    public record InputParameter(
            @Nullable ParameterType parameterType,
            @Nullable JsonNode defaultValue,
            @Nullable Boolean isOptional,
            @Nullable String description,
            List<JsonNode> literals) {
        public InputParameter {
            literals = Copies.list(literals);
        }

        /** Whether a caller must give it. */
        public boolean required() {
            return defaultValue == null && !Boolean.TRUE.equals(isOptional);
        }
    }

    /** An artifact that it gives. */
    public record OutputArtifact(
            @Nullable ArtifactType artifactType,
            @Nullable JsonNode properties,
            @Nullable JsonNode customProperties,
            @Nullable JsonNode metadata,
            @Nullable Boolean isArtifactList,
            @Nullable String description) {}

    /** A parameter that it gives. */
    public record OutputParameter(
            @Nullable ParameterType parameterType, @Nullable String description) {}

    /** Type of an artifact, such as {@code system.Model}. */
    public record ArtifactType(
            @Nullable String schemaTitle,
            @Nullable String schemaUri,
            @Nullable String instanceSchema,
            @Nullable String schemaVersion) {
        /** The title, or {@code system.Artifact} when it has none. */
        public String title() {
            return schemaTitle == null ? "system.Artifact" : schemaTitle;
        }
    }
}
