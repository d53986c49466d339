package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * A run whose turn it is to be handed over.
 *
 * @param ir the compiled pipeline
 * @param created whether the cluster is known to have the run, so that only what is wanted of it is left to tell
 * @param handoverAttempts how often it was tried, this time included
 */
record Handover(Run run, String ir, boolean created, int handoverAttempts) {
    /** The custom resource to be; the same row gives the same resource, but for what was wanted of it in between. */
    PipelineRun resource() {
        var resource = new PipelineRun();
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(run.id().toString())
                .withNamespace("team-" + run.team())
                .build());
        resource.setSpec(new PipelineRunSpec(
                run.pipeline(),
                run.digest(),
                ir,
                run.parameters(),
                PipelineRunSpec.Engine.Auto,
                run.hardwareClass(),
                run.deadline(),
                run.intent().cancelRequested(),
                run.owner(),
                run.intent().attempt(),
                run.intent().stop(),
                run.terms().priority(),
                run.terms().labels().isEmpty() ? null : run.terms().labels()));
        return resource;
    }
}
