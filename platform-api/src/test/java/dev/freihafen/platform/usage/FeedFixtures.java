package dev.freihafen.platform.usage;

import dev.freihafen.platform.run.JsonObject;
import java.util.List;

/** Rows as an operator sends them. */
public final class FeedFixtures {
    private FeedFixtures() {}

    /** A pod's CPU that lasts; one core. */
    public static JsonObject cpu(String uid, String workload, String start, String lastSeen) {
        return new JsonObject()
                .put("type", "Usage")
                .put("id", "usage/" + uid + "/cpu/" + start + "/" + lastSeen)
                .put("objectUid", uid)
                .put("objectKind", "Pod")
                .put("objectName", "pod-" + uid)
                .put("team", "fraud")
                .put("workloadKind", "Workspace")
                .put("workloadName", workload)
                .put("owner", "scientist")
                .put("hardwareClass", "small")
                .put("node", "node-1")
                .put("capacityType", "OnDemand")
                .put("resource", "cpu")
                .put("quantity", 1000)
                .put("start", start)
                .put("lastSeen", lastSeen)
                .put("quality", "Exact");
    }

    /** The same row with an end. */
    public static JsonObject ended(JsonObject row, String end, String quality) {
        return row.copy()
                .put("id", row.text("id") + "/" + end + quality)
                .put("end", end)
                .put("quality", quality);
    }

    /** A run that is there. */
    public static JsonObject runCreated(String run, String teamUid) {
        return new JsonObject()
                .put("type", "RunCreated")
                .put("id", "created/" + run)
                .put("run", run)
                .put("team", "fraud")
                .put("teamUid", teamUid)
                .put("owner", "kubernetes-admin")
                .put("pipeline", "hello")
                .put("parameters", new JsonObject().put("greeting", "moin"))
                .put("createdAt", "2026-09-01T00:00:00Z");
    }

    /** News of a run. */
    public static JsonObject runEvent(String run, String state, long generation) {
        return new JsonObject()
                .put("type", "RunEvent")
                .put("id", "run/" + run + "/" + generation)
                .put("run", run)
                .put("team", "fraud")
                .put("state", state)
                .put("message", "it is " + state)
                .put("engine", "builtin")
                .put("startedAt", "2026-09-01T00:00:10Z")
                .put("generation", generation)
                .put("at", "2026-09-01T00:00:20Z");
    }

    /** News of a step. */
    public static JsonObject stepEvent(String run, String step, String state, long generation) {
        return new JsonObject()
                .put("type", "StepEvent")
                .put("id", "step/" + run + "/" + step + "/" + generation)
                .put("run", run)
                .put("team", "fraud")
                .put("step", step)
                .put("attempt", 1)
                .put("state", state)
                .put("podName", "pod-of-" + run)
                .put("podUid", "uid-of-" + run)
                .put("generation", generation)
                .put("at", "2026-09-01T00:00:20Z");
    }

    /** A piece of a log. */
    public static JsonObject log(String run, String step, int chunk, boolean last, String text) {
        return new JsonObject()
                .put("type", "Log")
                .put("id", "log/" + run + "/" + step + "/" + chunk)
                .put("run", run)
                .put("team", "fraud")
                .put("step", step)
                .put("attempt", 1)
                .put("podUid", "uid-of-" + run)
                .put("chunk", chunk)
                .put("last", last)
                .put("truncated", false)
                .put("text", text);
    }

    /** A batch of the local cluster. */
    public static JsonObject batch(List<JsonObject> rows) {
        return new JsonObject().put("cluster", "local").put("rows", rows);
    }

    /** A batch with how far the cluster is known. */
    public static JsonObject batch(List<JsonObject> rows, String observedUntil) {
        return batch(rows)
                .put(
                        "watermark",
                        new JsonObject().put("observedUntil", observedUntil).put("complete", true));
    }
}
