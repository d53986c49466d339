package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.Surroundings;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * What the reconciler sees of a run.
 *
 * @param run the run
 * @param pods pods with its labels
 * @param others the team's other runs that have not ended
 * @param around its team and hardware class
 * @param canceled whether it must be canceled
 */
record Seen(PipelineRun run, List<Pod> pods, List<PipelineRun> others, Surroundings around, boolean canceled) {}
