package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRun;

/** The cluster that runs are handed to. Doing either twice is the same as doing it once. */
public interface RunTarget {
    /** Creates the run; its name is the run id, so there is never a second one. */
    Outcome create(PipelineRun run);

    /** Tells a run that is there what is wanted of it. */
    Outcome change(String team, String run, Intent intent);

    /** What came of it. */
    sealed interface Outcome {
        /** The cluster has it. */
        record Done() implements Outcome {}

        /** The cluster will never take it; one sentence says why. */
        record Refused(String reason) implements Outcome {}

        /** Nobody knows, or not yet; asking again is harmless. */
        record Later(String reason) implements Outcome {}
    }
}
