package dev.freihafen.platform.pipeline;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reads compiled pipelines and refuses those that no engine of the cluster can run. */
@Singleton
public class PipelineReader {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    private final DesiredState desired;
    private final Clock clock;
    private volatile Engines engines = new Engines(false, Instant.MIN);

    PipelineReader(DesiredState desired, Clock clock) {
        this.desired = desired;
        this.clock = clock;
    }

    /** Whether the cluster has Kubeflow Pipelines, as was known until then. */
    private record Engines(boolean hasKfp, Instant until) {}

    /**
     * Reads a compiled pipeline.
     *
     * @throws PlatformException.PayloadTooLarge when it does not fit
     * @throws PlatformException.ValidationFailed with the JSON path of each fault
     * @throws PlatformException.EngineUnsupported with each task and feature that no engine here can run
     */
    public Compiled read(String text) {
        Compiled compiled = Compiled.read(text);
        if (!hasKfp()) {
            compiled.requireBuiltIn();
        }
        return compiled;
    }

    /** What Kubeflow Pipelines compiled it also runs. A cluster that cannot be asked has what it had. */
    private boolean hasKfp() {
        Instant now = clock.instant();
        Engines known = engines;
        if (now.isBefore(known.until())) {
            return known.hasKfp();
        }
        try {
            boolean hasKfp = desired.find(ClusterProfile.class, null, "cluster")
                    .map(ClusterProfile::getStatus)
                    .map(status -> status.kfp() != null)
                    .orElse(false);
            engines = new Engines(hasKfp, now.plus(KNOWN_FOR));
            return hasKfp;
        } catch (PlatformException.Unavailable away) {
            return known.hasKfp();
        }
    }
}
