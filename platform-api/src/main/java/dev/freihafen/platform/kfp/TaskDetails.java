package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.kfp.KfpRuns.StepReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run as KFP's tree of tasks: the run itself, each loop, group or nested pipeline on the way, and the steps,
 * whose attempts are the history of their states. Pure.
 */
final class TaskDetails {
    private static final String ROOT = "root";
    private static final int UNKNOWN = 2;

    private TaskDetails() {}

    /** One task for the run, then parents before their children. */
    static List<ObjectNode> of(RunReading run, List<StepReading> steps) {
        Map<String, List<StepReading>> below = new LinkedHashMap<>();
        below.put("", steps);
        for (StepReading step : steps) {
            for (int slash = step.step().indexOf('/');
                    slash >= 0;
                    slash = step.step().indexOf('/', slash + 1)) {
                below.computeIfAbsent(step.step().substring(0, slash), path -> new ArrayList<>())
                        .add(step);
            }
        }
        Map<String, List<StepReading>> attempts = new LinkedHashMap<>();
        steps.forEach(step ->
                attempts.computeIfAbsent(step.step(), path -> new ArrayList<>()).add(step));
        List<ObjectNode> tasks = new ArrayList<>();
        below.forEach((path, inside) -> tasks.add(group(run, path, inside)));
        attempts.forEach((path, tried) -> tasks.add(step(run, path, tried)));
        return tasks;
    }

    private static ObjectNode group(RunReading run, String path, List<StepReading> inside) {
        boolean isRun = path.isEmpty();
        KfpState state = isRun ? run.state() : stateOf(run, newest(inside));
        Instant start = isRun ? run.startedAt() : earliest(inside);
        Instant end = !state.isEnd() ? null : isRun ? run.finishedAt() : latest(inside);
        return task(run, path, start, end, state).json();
    }

    private static ObjectNode step(RunReading run, String path, List<StepReading> attempts) {
        StepReading last = attempts.getLast();
        List<ObjectNode> history = new ArrayList<>();
        for (StepReading attempt : attempts) {
            if (attempt.startedAt() != null) {
                history.add(RunJson.state(attempt.startedAt(), KfpState.RUNNING));
            }
            if (attempt.finishedAt() != null) {
                history.add(RunJson.state(attempt.finishedAt(), attempt.state()));
            }
        }
        return task(run, path, earliest(attempts), last.finishedAt(), last.state())
                .put("pod_name", last.podName())
                .put(
                        "error",
                        last.state() == KfpState.FAILED
                                ? RunJson.error(UNKNOWN, Objects.requireNonNullElse(last.message(), "failed"))
                                : null)
                .put("state_history", history, one -> one)
                .json();
    }

    private static Answer task(
            RunReading run, String path, @Nullable Instant start, @Nullable Instant end, KfpState state) {
        int slash = path.lastIndexOf('/');
        String parent = slash < 0 ? "" : path.substring(0, slash);
        return new Answer()
                .put("run_id", run.id().toString())
                .put("task_id", id(run, path))
                .put("display_name", path.isEmpty() ? ROOT : path.substring(slash + 1))
                .put("parent_task_id", path.isEmpty() ? null : id(run, parent))
                .put("create_time", run.createdAt())
                .put("start_time", start)
                .put("end_time", end)
                .put("state", state.name());
    }

    /** The same for the same step of the same run, whenever it is asked for. */
    private static String id(RunReading run, String path) {
        return UUID.nameUUIDFromBytes((run.id() + "/" + path).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static List<StepReading> newest(List<StepReading> steps) {
        Map<String, StepReading> newest = new LinkedHashMap<>();
        steps.forEach(step -> newest.put(step.step(), step));
        return List.copyOf(newest.values());
    }

    /** A group goes on while the run does, unless something in it has failed: steps may come that nobody knows yet. */
    private static KfpState stateOf(RunReading run, List<StepReading> steps) {
        if (steps.stream().anyMatch(step -> step.state() == KfpState.FAILED)) {
            return KfpState.FAILED;
        }
        if (steps.stream().allMatch(step -> step.state() == KfpState.SKIPPED)) {
            return KfpState.SKIPPED;
        }
        boolean over = steps.stream().allMatch(step -> step.state().isEnd());
        if (over && steps.stream().noneMatch(step -> step.state() == KfpState.CANCELED)) {
            return run.state().isEnd() ? KfpState.SUCCEEDED : KfpState.RUNNING;
        }
        return over ? KfpState.CANCELED : KfpState.RUNNING;
    }

    private static @Nullable Instant earliest(List<StepReading> steps) {
        return time(steps, StepReading::startedAt, Comparator.naturalOrder());
    }

    private static @Nullable Instant latest(List<StepReading> steps) {
        return time(steps, StepReading::finishedAt, Comparator.reverseOrder());
    }

    private static @Nullable Instant time(
            List<StepReading> steps, Function<StepReading, @Nullable Instant> which, Comparator<Instant> order) {
        return steps.stream().map(which).filter(Objects::nonNull).min(order).orElse(null);
    }
}
