package dev.freihafen.operator.kfp;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.api.v1alpha1.StepStatus.State;
import dev.freihafen.operator.kfp.KfpRun.Task;
import dev.freihafen.operator.workload.KubeflowPods;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run. Pods tell most: when they ran, why they wait, how they failed. The tasks that Kubeflow Pipelines tells add
 * those without a pod: taken from its cache, or gone before they were seen.
 */
final class Steps {
    private static final int MOST = 200;

    private final List<String> paths;
    private final List<StepStatus> before;
    private final Map<String, Pod> pods = new HashMap<>();
    private final List<Task> tasks;
    private final String workflow;
    private final Instant since;
    private final boolean ended;

    private Steps(Known known, List<StepStatus> before, boolean ended) {
        this.paths = known.paths();
        this.tasks = known.tasks();
        this.workflow = known.workflow();
        this.since = known.since();
        this.before = before;
        this.ended = ended;
        known.pods().stream()
                .filter(pod -> KubeflowPods.step(pod).isPresent())
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .forEach(pod -> pods.put(KubeflowPods.step(pod).orElseThrow(), pod));
    }

    /**
     * What is known.
     *
     * @param paths steps that the pipeline has, but for those in loops
     * @param tasks what Kubeflow Pipelines tells of the Workflow's nodes
     * @param pods pods of the run
     * @param workflow name of its Workflow, empty where it is not known
     * @param since when this attempt of the run began
     */
    record Known(List<String> paths, List<Task> tasks, List<Pod> pods, String workflow, Instant since) {
        Known {
            paths = List.copyOf(paths);
            tasks = List.copyOf(tasks);
            pods = List.copyOf(pods);
        }
    }

    /** The steps so far; once the run has ended, all of them. */
    static List<StepStatus> of(Known known, List<StepStatus> before, boolean ended) {
        return new Steps(known, before, ended).all();
    }

    private List<StepStatus> all() {
        List<String> all = new ArrayList<>(paths);
        TreeSet<String> found = new TreeSet<>(pods.keySet());
        before.forEach(step -> found.add(step.path()));
        found.removeAll(paths);
        all.addAll(found);
        List<StepStatus> steps = new ArrayList<>();
        for (String path : all) {
            step(path).ifPresent(steps::add);
        }
        return steps.size() > MOST ? steps.subList(0, MOST) : steps;
    }

    private Optional<StepStatus> step(String path) {
        Optional<StepStatus> known =
                before.stream().filter(step -> step.path().equals(path)).findFirst();
        boolean waits = known.filter(step -> step.state() == State.Retrying).isPresent();
        Optional<Pod> pod = Optional.ofNullable(pods.get(path)).filter(one -> !waits || !isOfAttemptBefore(one));
        Optional<Task> task = task(path).filter(one -> !waits || ended || one.state() != KfpRun.State.FAILED);
        Optional<StepStatus> step = pod.map(one -> ofPod(path, one, known))
                .or(() -> task.map(one -> ofTask(path, one, known)))
                .or(() -> known.filter(one -> waits || hasBegun(one)));
        return ended ? Optional.of(step.map(one -> closed(one, task)).orElseGet(() -> skipped(path))) : step;
    }

    /** A retry of the run leaves the failed pod until it is replaced by one of the same name. */
    private boolean isOfAttemptBefore(Pod pod) {
        String scheduled = KfpPods.scheduledAt(pod);
        return scheduled != null && Instant.parse(scheduled).isBefore(since);
    }

    /** By the id of its executor's node; where that is not told, by its name if no other step has the same. */
    private Optional<Task> task(String path) {
        String node = TaskPaths.executorNode(workflow, path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isUnique =
                paths.stream().filter(one -> ("/" + one).endsWith("/" + name)).count() == 1;
        return tasks.stream()
                .filter(task -> task.name().equals(name) && task.children().contains(node))
                .findFirst()
                .or(() -> isUnique
                        ? tasks.stream()
                                .filter(task -> task.name().equals(name))
                                .findFirst()
                        : Optional.empty());
    }

    private static StepStatus ofPod(String path, Pod pod, Optional<StepStatus> known) {
        State state = switch (KfpPods.phase(pod)) {
            case "Running" -> State.Running;
            case "Succeeded" -> State.Succeeded;
            case "Failed" -> State.Failed;
            default -> State.Pending;
        };
        Optional<Reason> waiting = state == State.Pending ? KfpPods.waiting(pod) : Optional.empty();
        boolean failed = state == State.Failed;
        return new StepStatus(
                path,
                state,
                attempt(pod.getMetadata().getUid(), known),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                KfpPods.scheduledAt(pod),
                KfpPods.hasEnded(pod) ? KfpPods.finishedAt(pod) : null,
                failed ? "Failed" : waiting.map(Reason::code).orElse(null),
                failed ? KfpPods.failure(pod) : waiting.map(Reason::message).orElse(null),
                null,
                null,
                known.map(StepStatus::attemptsBefore).orElse(null));
    }

    /** Another pod is another attempt, though it should have the same name: the uid tells them apart. */
    private static int attempt(String uid, Optional<StepStatus> known) {
        return known.map(step -> isAnother(step, uid) ? Integer.valueOf(step.attempt() + 1) : step.attempt())
                .orElse(1);
    }

    private static boolean isAnother(StepStatus step, String uid) {
        return step.state() == State.Retrying || (step.podUid() != null && !uid.equals(step.podUid()));
    }

    private StepStatus ofTask(String path, Task task, Optional<StepStatus> known) {
        boolean cached = task.state() == KfpRun.State.SUCCEEDED
                && known.map(StepStatus::podUid).isEmpty()
                && tasks.stream().anyMatch(one -> isSkippedExecutorOf(task, one));
        State state = state(task.state());
        Optional<StepStatus> same = known.filter(step -> step.state() == state);
        return new StepStatus(
                path,
                state,
                known.map(step -> step.state() == State.Retrying ? Integer.valueOf(step.attempt() + 1) : step.attempt())
                        .orElse(1),
                known.map(StepStatus::podName).orElse(null),
                known.map(StepStatus::podUid).orElse(null),
                known.map(StepStatus::startedAt).orElse(task.startedAt()),
                known.map(StepStatus::finishedAt).orElse(task.finishedAt()),
                cached ? "Cached" : same.map(StepStatus::reason).orElse(null),
                cached
                        ? "its result was taken from the cache of Kubeflow Pipelines"
                        : same.map(StepStatus::message).orElse(null),
                null,
                null,
                known.map(StepStatus::attemptsBefore).orElse(null));
    }

    private static boolean isSkippedExecutorOf(Task task, Task other) {
        return other.name().equals("executor")
                && other.state() == KfpRun.State.SKIPPED
                && task.startedAt() != null
                && task.startedAt().equals(other.startedAt());
    }

    private static State state(KfpRun.@Nullable State state) {
        return switch (state == null ? KfpRun.State.PENDING : state) {
            case PENDING -> State.Pending;
            case RUNNING, CANCELING, PAUSED -> State.Running;
            case SUCCEEDED -> State.Succeeded;
            case FAILED -> State.Failed;
            case SKIPPED -> State.Skipped;
            case CANCELED -> State.Canceled;
        };
    }

    /** Of an attempt before it may be known that it did not begin. */
    private static boolean hasBegun(StepStatus step) {
        return step.podUid() != null || step.state() == State.Succeeded;
    }

    /** Nothing of a run that has ended runs; where its pod's end is not seen yet, Kubeflow Pipelines knows how it ended. */
    private static StepStatus closed(StepStatus step, Optional<Task> task) {
        return switch (step.state()) {
            case Pending, Running, Retrying ->
                task.filter(one -> one.state() != null && one.state().hasEnded())
                        .map(one -> ended(
                                step,
                                state(one.state()),
                                one.finishedAt(),
                                one.state() == KfpRun.State.FAILED
                                        ? new Reason(
                                                "Failed", "Kubeflow Pipelines says that it failed: look at its log")
                                        : null))
                        .orElseGet(() -> ended(
                                step,
                                State.Canceled,
                                step.finishedAt(),
                                new Reason("Canceled", "it was ended before it was done")));
            case Succeeded, Failed, Skipped, Canceled -> step;
        };
    }

    private static StepStatus ended(StepStatus step, State state, @Nullable String at, @Nullable Reason reason) {
        return new StepStatus(
                step.path(),
                state,
                step.attempt(),
                step.podName(),
                step.podUid(),
                step.startedAt(),
                at,
                reason == null ? null : reason.code(),
                reason == null ? null : reason.message(),
                step.parameters(),
                step.artifacts(),
                step.attemptsBefore());
    }

    private static StepStatus skipped(String path) {
        return new StepStatus(path, State.Skipped, 1, null, null, null, null, null, null, null, null, null);
    }
}
