package dev.freihafen.operator.kfp;

import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pods that Argo makes for a run tell. Pure. */
final class KfpPods {
    /** Label of every pod and Workflow of a run: its id. */
    static final String RUN = "pipeline/runid";
    /** The container in which a step's command runs. */
    static final String CONTAINER = "main";

    private static final String ROLE = "pipelines.kubeflow.org/runtime-role";
    private static final String NODE = "workflows.argoproj.io/node-name";
    private static final String LAUNCHER = "launcher";
    /** A node that is tried again, or one of many: {@code train(1)}, {@code loop(0:a)}. */
    private static final Pattern INDEX = Pattern.compile("\\(([0-9]+)(?::[^)]*)?\\)");

    private KfpPods() {}

    /** Whether it runs a step, and is not one of the engine's own. */
    static boolean isStep(Pod pod) {
        return LAUNCHER.equals(annotations(pod).get(ROLE)) && path(pod).isPresent();
    }

    /**
     * Path of the step: of {@code <workflow>.root.prepare.train.executor(0)} it is {@code prepare/train}; the last index tells the
     * attempt and is left out, another belongs to an iteration.
     */
    static Optional<String> path(Pod pod) {
        String node = annotations(pod).getOrDefault(NODE, "");
        int root = node.indexOf(".root.");
        int executor = node.lastIndexOf(".executor");
        if (root < 0 || executor <= root) {
            return Optional.empty();
        }
        String tasks = node.substring(root + ".root.".length(), executor);
        return Optional.of(INDEX.matcher(tasks).replaceAll("-$1").replace('.', '/'));
    }

    static boolean hasEnded(Pod pod) {
        String phase = status(pod).getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static String phase(Pod pod) {
        return Objects.requireNonNullElse(status(pod).getPhase(), "Pending");
    }

    static @Nullable String scheduledAt(Pod pod) {
        List<PodCondition> conditions = status(pod).getConditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(one -> "PodScheduled".equals(one.getType()) && "True".equals(one.getStatus()))
                        .map(PodCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(null);
    }

    static @Nullable String finishedAt(Pod pod) {
        return terminated(pod)
                .map(ContainerStateTerminated::getFinishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Instant::parse))
                .orElse(null);
    }

    static Optional<Reason> waiting(Pod pod) {
        return PodReasons.of(pod);
    }

    /** Why it failed, as one plain sentence. */
    static String failure(Pod pod) {
        Optional<ContainerStateTerminated> bad = terminated(pod)
                .filter(one -> one.getExitCode() != null && one.getExitCode() != 0)
                .findFirst();
        if (bad.map(ContainerStateTerminated::getReason)
                .filter("OOMKilled"::equals)
                .isPresent()) {
            return "it needed more memory than its limit: give it more memory";
        }
        return bad.map(one -> "its command ended with exit code " + one.getExitCode() + ": look at its log")
                .orElseGet(() -> Objects.requireNonNullElse(status(pod).getReason(), "its pod failed"));
    }

    private static Stream<ContainerStateTerminated> terminated(Pod pod) {
        return Stream.of(status(pod).getInitContainerStatuses(), status(pod).getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(KfpPods::end)
                .filter(Objects::nonNull);
    }

    private static @Nullable ContainerStateTerminated end(ContainerStatus container) {
        return container.getState() == null ? null : container.getState().getTerminated();
    }

    private static PodStatus status(Pod pod) {
        return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }

    private static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
