package dev.freihafen.ir;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and what comes out of them.
 *
 * @param tasks tasks by name
 * @param outputs which outputs of which task are the outputs of the whole
 */
public record DagSpec(Map<String, TaskSpec> tasks, Outputs outputs) {
    public DagSpec {
        tasks = Copies.map(tasks);
        outputs = outputs == null ? new Outputs(Map.of(), Map.of()) : outputs;
    }

    /** Outputs by name. */
    public record Outputs(Map<String, ArtifactSelectors> artifacts, Map<String, ParameterSource> parameters) {
        public Outputs {
            artifacts = Copies.map(artifacts);
            parameters = Copies.map(parameters);
        }
    }

    /** The artifacts of several tasks; the first task that gave one counts. */
    public record ArtifactSelectors(List<ArtifactSelector> artifactSelectors) {
        public ArtifactSelectors {
            artifactSelectors = Copies.list(artifactSelectors);
        }
    }

    /** An output artifact of a task. */
    public record ArtifactSelector(
            @Nullable String producerSubtask, @Nullable String outputArtifactKey) {}

    /** An output parameter of one task, or of the one among several that ran. */
    public record ParameterSource(
            @Nullable ParameterSelector valueFromParameter,
            @Nullable ParameterSelectors valueFromOneof) {
        /** The tasks that may give it, in order. */
        public List<ParameterSelector> selectors() {
            if (valueFromParameter != null) {
                return List.of(valueFromParameter);
            }
            return valueFromOneof == null ? List.of() : valueFromOneof.parameterSelectors();
        }
    }

    /** Output parameters of several tasks. */
    public record ParameterSelectors(List<ParameterSelector> parameterSelectors) {
        public ParameterSelectors {
            parameterSelectors = Copies.list(parameterSelectors);
        }
    }

    /** An output parameter of a task. */
    public record ParameterSelector(
            @Nullable String producerSubtask, @Nullable String outputParameterKey) {}
}
