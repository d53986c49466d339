package dev.freihafen.operator.meter;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.workload.KubeflowPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an object's usage belongs to. The team comes from its namespace alone; workload, step and owner from the keys
 * {@code freihafen.dev/*}, which the admission policy refuses from anybody but the operator.
 *
 * @param team the team, absent where the namespace is not a team's
 * @param workloadKind Workspace, PipelineRun, ModelEndpoint, Volume, System or Other
 * @param workloadName name of that workload
 * @param step path of the step of a run
 * @param owner account that created the workload
 * @param hardwareClass hardware class of the object
 */
record Attribution(
        @Nullable TeamRef team,
        String workloadKind,
        String workloadName,
        @Nullable String step,
        @Nullable String owner,
        @Nullable String hardwareClass) {

    private static final Set<String> WORKLOADS = Set.of("Workspace", "PipelineRun", "ModelEndpoint");

    /** Decides by the object and the team of its namespace; {@code otherwise} is the kind of what no workload made. */
    static Attribution of(HasMetadata object, Optional<TeamRef> team, String otherwise) {
        Map<String, String> labels = orEmpty(object.getMetadata().getLabels());
        Map<String, String> annotations = orEmpty(object.getMetadata().getAnnotations());
        String name = asLabel(object.getMetadata().getName());
        String hardwareClass = labels.get("freihafen.dev/hardware-class");
        if (team.isEmpty()) {
            return new Attribution(null, "System", name, null, null, hardwareClass);
        }
        String kind = labels.get("freihafen.dev/workload-kind");
        String workload = labels.get("freihafen.dev/workload");
        if (kind == null
                || !WORKLOADS.contains(kind)
                || workload == null
                || !"freihafen".equals(labels.get("app.kubernetes.io/managed-by"))) {
            return new Attribution(team.get(), otherwise, name, null, null, hardwareClass);
        }
        return new Attribution(
                team.get(),
                kind,
                asLabel(workload),
                annotations.get("freihafen.dev/task-path"),
                annotations.get("freihafen.dev/owner"),
                hardwareClass);
    }

    /**
     * Of a pod of a run on Kubeflow Pipelines, whose engine makes pods of its own beside those of the steps: what they take is the
     * run's, and no step's. The run is one that the team has.
     */
    static Attribution ofKubeflow(Pod pod, TeamRef team, PipelineRun run) {
        Optional<String> step = KubeflowPods.step(pod);
        return new Attribution(
                team,
                "PipelineRun",
                asLabel(run.getMetadata().getName()),
                step.orElse(null),
                run.getSpec().owner(),
                step.isPresent() ? run.getSpec().hardwareClass() : null);
    }

    /** The ledger takes names that are DNS labels; another name, such as a node's with dots, is left out. */
    private static String asLabel(String name) {
        return name.length() <= 63 && name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?") ? name : "";
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
