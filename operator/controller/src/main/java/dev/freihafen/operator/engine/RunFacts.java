package dev.freihafen.operator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.run.Ending;
import dev.freihafen.operator.workload.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the planner knows.
 *
 * @param run id of the run
 * @param pipeline what it runs
 * @param parameters what it was given
 * @param ending why it must end, empty when it goes on
 * @param deadline when it must have ended, absent for never
 * @param held why the team's new work waits, absent when it does not
 * @param artifacts where its artifacts lie: a folder, or a place in an S3 store
 * @param steps what is recorded of its steps
 * @param pods what is seen of its pods
 * @param now the time
 */
record RunFacts(
        String run,
        Pipeline pipeline,
        @Nullable JsonNode parameters,
        Optional<Ending> ending,
        @Nullable Instant deadline,
        @Nullable Reason held,
        String artifacts,
        List<StepStatus> steps,
        List<PodFacts> pods,
        Instant now) {
    public RunFacts {
        steps = List.copyOf(steps);
        pods = List.copyOf(pods);
    }
}
