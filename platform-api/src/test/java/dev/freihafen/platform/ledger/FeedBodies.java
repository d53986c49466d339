package dev.freihafen.platform.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.sample.SampleMonth;
import java.io.IOException;

/** A cluster's part of a made-up month as bodies of the feed, 5,000 rows each. */
final class FeedBodies {
    private static final int ROWS = 5000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FeedBodies() {}

    static void write(SampleMonth sample, String cluster, Chunks.Writer out) throws IOException {
        ArrayNode rows = JSON.createArrayNode();
        try (var usage = sample.usage()) {
            for (UsageInterval interval : (Iterable<UsageInterval>) usage::iterator) {
                if (!interval.cluster().equals(cluster)) {
                    continue;
                }
                rows.add(row(interval));
                if (rows.size() == ROWS) {
                    out.add(body(cluster, rows), ROWS);
                    rows = JSON.createArrayNode();
                }
            }
        }
        if (!rows.isEmpty()) {
            out.add(body(cluster, rows), rows.size());
        }
    }

    private static byte[] body(String cluster, ArrayNode rows) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("cluster", cluster);
        body.set("rows", rows);
        return JSON.writeValueAsBytes(body);
    }

    private static ObjectNode row(UsageInterval interval) {
        ObjectNode row = JSON.createObjectNode()
                .put("type", "Usage")
                .put("id", interval.objectUid() + "/" + interval.resource().text() + "/" + interval.start())
                .put("objectUid", interval.objectUid())
                .put("objectKind", interval.objectKind().text())
                .put("objectName", interval.objectName())
                .put("team", interval.team())
                .put("workloadKind", interval.workloadKind().text())
                .put("workloadName", interval.workloadName())
                .put("step", interval.step())
                .put("owner", interval.owner())
                .put("hardwareClass", interval.hardwareClass())
                .put("node", interval.node())
                .put(
                        "capacityType",
                        interval.capacityType() == null
                                ? ""
                                : interval.capacityType().text())
                .put("resource", interval.resource().text())
                .put("quantity", interval.quantity())
                .put("start", interval.start().toString())
                .put("lastSeen", interval.lastSeen().toString())
                .put("quality", interval.quality().text());
        return interval.end() == null ? row : row.put("end", interval.end().toString());
    }
}
