package dev.freihafen.platform.cost;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question for costs.
 *
 * @param groupings at least one
 * @param filters values by column of the ledger
 * @param from whole second
 * @param to exclusive
 * @param since what began earlier is left out
 */
record CostQuestion(List<Grouping> groupings, Map<String, String> filters, Instant from, Instant to, Instant since) {
    /** Filters by their name in the query. */
    static final Map<String, String> FILTERS = Map.of(
            "cluster", "cluster",
            "workloadKind", "workload_kind",
            "workloadName", "workload_name",
            "owner", "owner",
            "hardwareClass", "hardware_class",
            "resource", "resource");

    private static final int MOST_BUCKETS = 400;
    private static final Map<String, String> NAMES =
            Map.of("workload_kind", "workloadKind", "workload_name", "workloadName", "hardware_class", "hardwareClass");

    CostQuestion {
        groupings = List.copyOf(groupings);
        filters = Map.copyOf(filters);
        if (!from.isBefore(to)) {
            throw refused("to", "is not later than from");
        }
        Duration bucket = bucket(groupings);
        if (bucket != null && Duration.between(from, to).dividedBy(bucket) > MOST_BUCKETS) {
            throw refused("groupBy", "makes more than " + MOST_BUCKETS + " days or hours; ask for a shorter time");
        }
    }

    /** Reads {@code groupBy}, names with commas between them. */
    static List<Grouping> groupings(String text) {
        List<Grouping> read = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            Grouping grouping = Grouping.of(name)
                    .orElseThrow(() -> refused(
                            "groupBy", "must be one or more of " + Grouping.known() + ", with commas between them"));
            if (!read.contains(grouping)) {
                read.add(grouping);
            }
        }
        return read;
    }

    private static PlatformException.ValidationFailed refused(String field, String reason) {
        return new PlatformException.ValidationFailed(
                "The costs cannot be told like that.", List.of(new FieldError(field, reason)));
    }

    List<String> columns() {
        return groupings.stream()
                .flatMap(grouping -> grouping.columns().stream())
                .toList();
    }

    Map<String, String> named(List<String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> columns = columns();
        for (int place = 0; place < columns.size(); place++) {
            named.put(NAMES.getOrDefault(columns.get(place), columns.get(place)), values.get(place));
        }
        return named;
    }

    /** The shortest time grouped by; null for none. */
    @Nullable
    Duration bucket() {
        return bucket(groupings);
    }

    private static @Nullable Duration bucket(List<Grouping> groupings) {
        return groupings.stream()
                .flatMap(grouping -> grouping.bucket().stream())
                .min(Duration::compareTo)
                .orElse(null);
    }

    /** The beginning of the day or hour (UTC) around an instant; the beginning of all when it is not grouped by time. */
    Instant bucketOf(Instant instant) {
        Duration bucket = bucket();
        return bucket == null
                ? from
                : Instant.ofEpochSecond(
                        Math.floorDiv(instant.getEpochSecond(), bucket.toSeconds()) * bucket.toSeconds());
    }

    NavigableSet<Instant> bucketStarts() {
        NavigableSet<Instant> starts = new TreeSet<>();
        Duration bucket = bucket();
        if (bucket != null) {
            for (Instant start = bucketOf(from).plus(bucket); start.isBefore(to); start = start.plus(bucket)) {
                starts.add(start);
            }
        }
        return starts;
    }
}
