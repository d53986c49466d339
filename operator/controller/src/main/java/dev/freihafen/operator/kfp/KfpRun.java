package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as Kubeflow Pipelines tells it. Fields that are not known here are ignored.
 *
 * @param state where it stands
 * @param history the states that it had, the first one first
 * @param lastChange when its state or the state of one of its tasks last changed, empty where nothing tells
 * @param tasks one for each node of its Workflow, in no order
 * @param error what it says of its failure; it usually says nothing
 */
record KfpRun(
        State state,
        List<State> history,
        Optional<Instant> lastChange,
        List<Task> tasks,
        @Nullable String error) {
    KfpRun {
        history = List.copyOf(history);
        tasks = List.copyOf(tasks);
    }

    /** Names as Kubeflow Pipelines writes them. */
    enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        SKIPPED,
        FAILED,
        CANCELING,
        CANCELED,
        PAUSED;

        boolean hasEnded() {
            return switch (this) {
                case SUCCEEDED, SKIPPED, FAILED, CANCELED -> true;
                case PENDING, RUNNING, CANCELING, PAUSED -> false;
            };
        }
    }

    /**
     * A node of the Workflow.
     *
     * @param name last part of the node's name: of the task, {@code <task>-driver}, {@code executor}, {@code root}
     * @param state where it stands, absent where nothing is told
     * @param startedAt RFC 3339, absent before
     * @param finishedAt RFC 3339, absent before
     * @param children ids of the nodes after it
     */
    record Task(
            String name,
            @Nullable State state,
            @Nullable String startedAt,
            @Nullable String finishedAt,
            List<String> children) {
        Task {
            children = List.copyOf(children);
        }
    }

    /** Reads an answer; a state that is missing or new is PENDING or RUNNING. */
    static KfpRun of(JsonNode answer) {
        List<State> history = new ArrayList<>();
        List<Instant> changes = new ArrayList<>();
        for (JsonNode change : answer.path("state_history")) {
            Optional.ofNullable(state(change.path("state").asText(""))).ifPresent(history::add);
            Optional.ofNullable(time(change.path("update_time")))
                    .map(Instant::parse)
                    .ifPresent(changes::add);
        }
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : answer.path("run_details").path("task_details")) {
            if (task.has("display_name")) {
                Task read = task(task);
                tasks.add(read);
                Optional.ofNullable(read.startedAt()).map(Instant::parse).ifPresent(changes::add);
                Optional.ofNullable(read.finishedAt()).map(Instant::parse).ifPresent(changes::add);
            }
        }
        String told = answer.path("state").asText("");
        State state = state(told);
        return new KfpRun(
                state != null ? state : told.isEmpty() ? State.PENDING : State.RUNNING,
                history,
                changes.stream().max(Instant::compareTo),
                tasks,
                answer.path("error").path("message").isTextual()
                        ? answer.path("error").path("message").asText()
                        : null);
    }

    /** How often it has ended: a retry goes on with the same run. */
    long ends() {
        return history.stream().filter(State::hasEnded).count();
    }

    private static Task task(JsonNode task) {
        List<String> children = new ArrayList<>();
        task.path("child_tasks")
                .forEach(child -> children.add(child.path("pod_name").asText()));
        return new Task(
                task.path("display_name").asText(),
                state(task.path("state").asText("")),
                time(task.path("start_time")),
                time(task.path("end_time")),
                children);
    }

    private static @Nullable State state(String told) {
        try {
            return told.isEmpty() ? null : State.valueOf(told);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** A time that is not set is told as the first second of the year 1 or of 1970. */
    private static @Nullable String time(JsonNode told) {
        try {
            Instant time = Instant.parse(told.asText(""));
            return time.isAfter(Instant.EPOCH) ? time.toString() : null;
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
