package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.ir.PipelineSpec;
import java.util.List;
import java.util.Map;

/** A pod that is to be made. */
sealed interface StepOrder {
    /** Task path of the step. */
    String path();

    /** Attempt, from 1. */
    int attempt();

    /** Name of the pod; the same step and attempt have the same name. */
    String podName();

    /**
     * A step of the pipeline.
     *
     * @param container what it executes
     * @param parameters its inputs, for placeholders in its resources
     * @param instruction what the wrapper reads
     */
    record Task(
            String path,
            int attempt,
            String podName,
            PipelineSpec.ContainerSpec container,
            Map<String, JsonNode> parameters,
            JsonNode instruction)
            implements StepOrder {}

    /**
     * The step that copies models from the run's volume to the team's.
     *
     * @param copies pairs of source and destination, one after the other
     */
    record Publish(String path, int attempt, String podName, List<String> copies) implements StepOrder {
        public Publish {
            copies = List.copyOf(copies);
        }
    }
}
