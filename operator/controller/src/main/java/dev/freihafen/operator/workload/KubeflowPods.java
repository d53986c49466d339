package dev.freihafen.operator.workload;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How pods that Kubeflow Pipelines has Argo make for a run are known: by the run's id, and by annotations that tell their node
 * (Kubeflow Pipelines 2.17.0 and Argo Workflows 4.0.5, as seen). Pure.
 */
public final class KubeflowPods {
    /** Label of every pod and Workflow of a run: its id. */
    public static final String RUN = "pipeline/runid";

    private static final String ROLE = "pipelines.kubeflow.org/runtime-role";
    private static final String NODE = "workflows.argoproj.io/node-name";
    private static final String LAUNCHER = "launcher";
    private static final String ROOT = ".root.";
    /** One of many: {@code loop(1:b)}. */
    private static final Pattern INDEX = Pattern.compile("\\(([0-9]+)(?::[^)]*)?\\)");

    private KubeflowPods() {}

    /** Id of the run that a pod is of; empty for other pods. */
    public static Optional<String> run(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels()).map(labels -> labels.get(RUN));
    }

    /**
     * Path of the step that a pod executes: of the node {@code <workflow>.root.prepare.train.executor(0)} it is {@code
     * prepare/train}. Empty for the engine's own pods, which drive steps and execute none.
     */
    public static Optional<String> step(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        if (annotations == null || !LAUNCHER.equals(annotations.get(ROLE))) {
            return Optional.empty();
        }
        String node = annotations.getOrDefault(NODE, "");
        int root = node.indexOf(ROOT);
        int executor = node.lastIndexOf(".executor");
        if (root < 0 || executor <= root) {
            return Optional.empty();
        }
        String tasks = node.substring(root + ROOT.length(), executor);
        return Optional.of(INDEX.matcher(tasks).replaceAll("-$1").replace('.', '/'));
    }
}
