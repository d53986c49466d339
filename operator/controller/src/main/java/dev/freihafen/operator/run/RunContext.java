package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.operator.workload.Reason;
import dev.freihafen.operator.workload.Surroundings;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that has not ended, and what an engine wants to know of it.
 *
 * @param run the run; its status is absent before its first move
 * @param pipeline what it runs, checked against its parameters
 * @param team its team
 * @param around its team and hardware class as they are now
 * @param ending why it must end, absent when it goes on
 * @param deadline when it must have ended, absent for never
 * @param pods pods seen with it
 * @param others the team's other runs that have not ended
 * @param now the time
 */
public record RunContext(
        PipelineRun run,
        Pipeline pipeline,
        RunTeam team,
        Surroundings around,
        Optional<Ending> ending,
        @Nullable Instant deadline,
        List<Pod> pods,
        List<PipelineRun> others,
        Instant now) {
    public RunContext {
        pods = List.copyOf(pods);
        others = List.copyOf(others);
    }

    /** Why new work of its team waits; empty when it does not. */
    public Optional<Reason> held() {
        return around.hindrance(run.getSpec().hardwareClass());
    }

    /** What is recorded of its steps. */
    public List<StepStatus> steps() {
        return run.getStatus() == null ? List.of() : run.getStatus().steps();
    }
}
