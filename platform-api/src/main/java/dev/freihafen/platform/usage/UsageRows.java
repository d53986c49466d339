package dev.freihafen.platform.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Usage rows of one batch; times and resources, which repeat from row to row, are read once. Not for several threads. */
final class UsageRows {
    private static final Set<String> FIELDS = fields();

    private final String cluster;
    private final Map<String, Instant> times = new HashMap<>();
    private final Map<String, Resource> resources = new HashMap<>();

    UsageRows(String cluster) {
        this.cluster = cluster;
    }

    /** @throws InvalidFact or {@link FeedFields.BadField} naming the field that is wrong */
    UsageInterval read(JsonNode row) {
        new FeedFields(row, FIELDS);
        JsonNode quantity = row.path("quantity");
        if (!quantity.canConvertToLong() || !quantity.isIntegralNumber()) {
            return UsageInterval.fromText(texts(row));
        }
        String capacityType = text(row, "capacityType");
        String end = text(row, "end");
        return new UsageInterval(
                cluster,
                text(row, "objectUid"),
                ObjectKind.of("objectKind", text(row, "objectKind")),
                text(row, "objectName"),
                text(row, "team"),
                WorkloadKind.of("workloadKind", text(row, "workloadKind")),
                text(row, "workloadName"),
                text(row, "step"),
                text(row, "owner"),
                text(row, "hardwareClass"),
                text(row, "node"),
                capacityType.isEmpty() ? null : CapacityType.of("capacityType", capacityType),
                resource(text(row, "resource")),
                quantity.longValue(),
                time("start", text(row, "start")),
                end.isEmpty() ? null : time("end", end),
                time("lastSeen", text(row, "lastSeen")),
                Quality.of("quality", text(row, "quality")));
    }

    private Map<String, String> texts(JsonNode row) {
        Map<String, String> texts = new HashMap<>();
        UsageInterval.COLUMNS.forEach(column -> texts.put(column, text(row, column)));
        texts.put("cluster", cluster);
        return texts;
    }

    private static String text(JsonNode row, String column) {
        JsonNode value = row.path(column);
        if (value.isContainerNode()) {
            throw new FeedFields.BadField(column, "must be a plain value");
        }
        return value.isNull() ? "" : value.asText("");
    }

    private Instant time(String column, String text) {
        Instant known = times.get(text);
        if (known == null) {
            known = Fields.time(column, text);
            times.put(text, known);
        }
        return known;
    }

    private Resource resource(String text) {
        Resource known = resources.get(text);
        if (known == null) {
            known = Resource.parse("resource", text);
            resources.put(text, known);
        }
        return known;
    }

    private static Set<String> fields() {
        Set<String> fields = new HashSet<>(UsageInterval.COLUMNS);
        fields.remove("cluster");
        fields.add("id");
        fields.add("teamUid");
        fields.add("type");
        return Set.copyOf(fields);
    }
}
