package dev.freihafen.platform.desired;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;

/** Changes of runs. */
final class Runs {
    private Runs() {}

    static PipelineRun cancelled(PipelineRun run) {
        PipelineRunSpec spec = run.getSpec();
        run.setSpec(new PipelineRunSpec(
                spec.pipeline(),
                spec.versionDigest(),
                spec.ir(),
                spec.parameters(),
                spec.engine(),
                spec.hardwareClass(),
                spec.deadline(),
                true,
                spec.owner()));
        return run;
    }
}
