package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Models among the outputs of a run's steps, and where they are published. Pure. */
final class Models {
    /** Path of the step that publishes them. */
    static final String STEP = "publish-models";
    /** Where that step sees the team's model volume. */
    static final String VOLUME = "/freihafen/models";

    /** Copying a file twice is harmless, so a node that goes or a full disk is tried again. */
    static final TaskSpec.RetryPolicy RETRIES = new TaskSpec.RetryPolicy(3, "10s", 2.0, "60s");

    private static final String MODEL = "system.Model";

    private Models() {}

    static boolean isModel(ComponentSpec.OutputArtifact output) {
        return output.artifactType() != null
                && MODEL.equals(output.artifactType().title());
    }

    /** Source and destination of each model, one after the other, in the steps' order. */
    static List<String> copies(String run, String artifacts, Collection<StepStatus> steps) {
        List<String> copies = new ArrayList<>();
        for (StepStatus step : steps) {
            if (step.artifacts() != null) {
                step.artifacts()
                        .properties()
                        .forEach(output -> output.getValue().forEach(artifact -> {
                            String uri = artifact.path("uri").asText();
                            if (MODEL.equals(artifact.path("type")
                                            .path("schemaTitle")
                                            .asText())
                                    && uri.startsWith(artifacts + "/")) {
                                copies.add(uri);
                                copies.add(VOLUME + "/" + run + "/" + step.path() + "/" + output.getKey());
                            }
                        }));
            }
        }
        return copies;
    }
}
