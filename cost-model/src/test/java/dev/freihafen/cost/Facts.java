package dev.freihafen.cost;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Usage rows and rates of the tests, as pairs of column and text over believable defaults. */
public final class Facts {

    public static final String GIB = "1073741824";

    private Facts() {}

    public static UsageInterval usage(String... pairs) {
        return UsageInterval.fromText(usageRow(pairs));
    }

    public static Map<String, String> usageRow(String... pairs) {
        Map<String, String> row = row(
                "cluster", "local",
                "objectUid", "7c1f",
                "objectKind", "Pod",
                "objectName", "train-0",
                "team", "fraud",
                "workloadKind", "PipelineRun",
                "workloadName", "digits",
                "step", "train",
                "owner", "scientist",
                "hardwareClass", "gpu",
                "node", "node-1",
                "capacityType", "OnDemand",
                "resource", "accelerator/A100",
                "quantity", "1000",
                "start", "2026-09-01T00:00:00Z",
                "end", "",
                "lastSeen", "2026-09-01T00:00:00Z",
                "quality", "Exact");
        row.putAll(row(pairs));
        return row;
    }

    public static Rate rate(String... pairs) {
        return Rate.fromText(rateRow(pairs));
    }

    public static Map<String, String> rateRow(String... pairs) {
        Map<String, String> row = row(
                "id", "r1",
                "cluster", "*",
                "resource", "accelerator/A100",
                "hardwareClass", "*",
                "capacityType", "*",
                "price", "1.00",
                "unit", "unit-hour",
                "currency", "EUR",
                "validFrom", "2026-01-01T00:00:00Z",
                "validUntil", "",
                "source", "contract");
        row.putAll(row(pairs));
        return row;
    }

    private static Map<String, String> row(String... pairs) {
        Map<String, String> row = new HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            if (row.put(pairs[index], pairs[index + 1]) != null) {
                throw new IllegalArgumentException("twice in " + Arrays.toString(pairs));
            }
        }
        return row;
    }
}
