package dev.freihafen.operator.workspace;

import dev.freihafen.api.v1alpha1.WorkspaceStatus.State;
import dev.freihafen.operator.workload.PodReasons;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.List;
import java.util.Optional;

/** What a workspace is, by what is seen of it. Pure. */
final class WorkspaceChecks {
    /** Label by which Kubernetes tells the revision of a StatefulSet that a pod was made from. */
    private static final String REVISION = "controller-revision-hash";

    private WorkspaceChecks() {}

    /** A state and why. */
    record Verdict(State state, Reason reason) {}

    /**
     * @param running whether it should run
     * @param hindrance what keeps it from starting
     * @param set its StatefulSet, once it was made
     * @param pods its pods
     * @param refusal the API server's last word when it refused a pod
     */
    static Verdict check(
            boolean running,
            Optional<Reason> hindrance,
            Optional<StatefulSet> set,
            List<Pod> pods,
            Optional<String> refusal) {
        if (!running) {
            return pods.isEmpty()
                    ? new Verdict(
                            State.Stopped, new Reason("Stopped", "Stopped; its volume is kept. Start it to go on."))
                    : new Verdict(State.Stopping, new Reason("Stopping", "Its pod is ending."));
        }
        if (pods.isEmpty()) {
            return hindrance
                    .or(() -> refusal.map(PodReasons::refused))
                    .map(reason -> new Verdict(State.Pending, reason))
                    .orElseGet(() -> new Verdict(State.Pending, new Reason("Creating", "Its pod is being made.")));
        }
        Optional<Pod> staying = pods.stream()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
        if (staying.isEmpty()) {
            return new Verdict(
                    State.Starting, new Reason("Starting", "Its old pod is ending; then the new one comes."));
        }
        Pod pod = staying.get();
        if (isReady(pod)) {
            return new Verdict(
                    State.Ready,
                    isOfOlderRevision(pod, set)
                            ? new Reason(
                                    "ChangedAtNextStart",
                                    "It answers; its changed hardware class or image applies when it is stopped and started again.")
                            : new Reason("Ready", "It answers."));
        }
        return PodReasons.of(pod)
                .map(reason -> new Verdict(reason.code().equals("Crashing") ? State.Failed : State.Pending, reason))
                .orElseGet(() -> new Verdict(State.Starting, new Reason("Starting", "Its server is starting.")));
    }

    private static boolean isOfOlderRevision(Pod pod, Optional<StatefulSet> set) {
        String revision = pod.getMetadata().getLabels().get(REVISION);
        return set.map(StatefulSet::getStatus)
                .map(StatefulSetStatus::getUpdateRevision)
                .map(newest -> revision != null && !newest.equals(revision))
                .orElse(false);
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
