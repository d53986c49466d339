package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run as the server's database has it. Used under the lock of {@link KfpRuns}. */
final class Row {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "1970-01-01T00:00:00Z";

    final String id;
    final String namespace;
    final String workflow;
    private final ObjectNode fixed;
    private final Instant createdAt;
    private final List<Change> history = new ArrayList<>();
    private final Map<String, String> tasks = new TreeMap<>();
    private String state = "PENDING";
    private @Nullable Instant finishedAt;
    private @Nullable Instant terminatedAt;

    Row(String id, String namespace, String workflow, ObjectNode fixed, Instant now) {
        this.id = id;
        this.namespace = namespace;
        this.workflow = workflow;
        this.fixed = fixed;
        this.createdAt = now;
        history.add(new Change(now, state));
    }

    private record Change(Instant at, String state) {}

    String state() {
        return state;
    }

    boolean hasEnded() {
        return state.equals("SUCCEEDED") || state.equals("FAILED") || state.equals("SKIPPED");
    }

    /** What the persistence agent reports. */
    void report(String newState, Instant now) {
        state = newState;
        history.add(new Change(now, newState));
        finishedAt = hasEnded() ? now : null;
    }

    /** The state says so at once, the history not yet. */
    void terminate(Instant now) {
        state = "CANCELING";
        terminatedAt = now;
    }

    @Nullable
    Instant terminatedAt() {
        return terminatedAt;
    }

    void endTermination(Instant now) {
        history.add(new Change(now, "CANCELING"));
        terminatedAt = null;
        report("FAILED", now);
    }

    void retry(Instant now) {
        report("RUNNING", now);
        tasks.values().removeIf(one -> one.equals("FAILED"));
    }

    void task(String path, String taskState) {
        tasks.put(path, taskState);
    }

    ObjectNode json() {
        ObjectNode json = fixed.deepCopy();
        String created = text(createdAt);
        json.put("created_at", created).put("scheduled_at", created);
        json.put("finished_at", finishedAt == null ? NEVER : text(finishedAt));
        json.put("state", state);
        if (history.size() > 1) {
            JsonNode details = TaskTree.of(fixed.path("pipeline_spec"), workflow, state, tasks, id, created);
            json.set("run_details", JSON.createObjectNode().set("task_details", details));
        }
        ArrayNode changes = json.putArray("state_history");
        history.forEach(change ->
                changes.addObject().put("update_time", text(change.at())).put("state", change.state()));
        return json;
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
