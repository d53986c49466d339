package dev.freihafen.platform.desired;

import dev.freihafen.api.v1alpha1.PipelineRun;

/** Changes of runs. */
final class Runs {
    private Runs() {}

    static PipelineRun cancelled(PipelineRun run) {
        run.setSpec(run.getSpec().canceled());
        return run;
    }
}
