package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run's {@code task_details}: one entry for each node of the Workflow, flat, named by the last part of the node's name. A
 * child is told by its node's id, which is the Workflow's name and the FNV-1a hash of the node's name; an entry does not tell
 * its own. Every task has a driver before it; a task that executes a container has one child, {@code executor}.
 */
final class TaskTree {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final JsonNode spec;
    private final String workflow;
    private final Map<String, String> tasks;
    private final String run;
    private final String at;
    private final ArrayNode entries = JSON.createArrayNode();

    private TaskTree(JsonNode spec, String workflow, Map<String, String> tasks, String run, String at) {
        this.spec = spec.has("pipeline_spec") ? spec.get("pipeline_spec") : spec;
        this.workflow = workflow;
        this.tasks = tasks;
        this.run = run;
        this.at = at;
    }

    /** The entries where tasks, by their path, are in the given states; CACHED for one whose result was taken from the cache. */
    static JsonNode of(JsonNode spec, String workflow, String state, Map<String, String> tasks, String run, String at) {
        TaskTree tree = new TaskTree(spec, workflow, tasks, run, at);
        boolean begun = !tasks.isEmpty();
        tree.entry(workflow, state.equals("CANCELING") ? "RUNNING" : state, workflow + ".root-driver");
        tree.entry("root-driver", begun ? "SUCCEEDED" : "PENDING", begun ? workflow + ".root" : null);
        if (begun) {
            tree.entry("root", state.equals("CANCELING") ? "RUNNING" : state, null);
            tree.dag(tree.spec.path("root"), workflow + ".root", "");
        }
        return tree.entries;
    }

    /** Id of a node, as Argo makes it. */
    static String nodeId(String workflow, String node) {
        int hash = 0x811c9dc5;
        for (byte one : node.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * 0x01000193;
        }
        return workflow + "-" + Integer.toUnsignedString(hash);
    }

    private void dag(JsonNode component, String node, String path) {
        component.path("dag").path("tasks").properties().forEach(task -> {
            String taskPath = path.isEmpty() ? task.getKey() : path + "/" + task.getKey();
            String taskNode = node + "." + task.getKey();
            JsonNode inner = spec.path("components")
                    .path(task.getValue().path("componentRef").path("name").asText());
            String state = tasks.get(taskPath);
            if (inner.has("dag")) {
                boolean begun = tasks.keySet().stream().anyMatch(one -> one.startsWith(taskPath + "/"));
                if (begun) {
                    entry(task.getKey() + "-driver", "SUCCEEDED", taskNode);
                    entry(task.getKey(), "RUNNING", null);
                    dag(inner, taskNode, taskPath);
                }
            } else if (state != null) {
                boolean cached = state.equals("CACHED");
                entry(task.getKey() + "-driver", "SUCCEEDED", taskNode);
                entry(task.getKey(), cached ? "SUCCEEDED" : state, taskNode + ".executor");
                entry("executor", cached ? "SKIPPED" : state, null);
            }
        });
    }

    private void entry(String name, String state, @Nullable String childNode) {
        boolean ended = !state.equals("RUNNING") && !state.equals("PENDING");
        ObjectNode entry = entries.addObject()
                .put("run_id", run)
                .put(
                        "task_id",
                        UUID.nameUUIDFromBytes((name + entries.size()).getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("display_name", name)
                .put("create_time", at)
                .put("start_time", at)
                .put("end_time", ended ? at : NEVER)
                .put("state", state);
        entry.putArray("state_history").addObject().put("update_time", at).put("state", state);
        if (childNode != null) {
            entry.putArray("child_tasks").addObject().put("pod_name", nodeId(workflow, childNode));
        }
    }
}
