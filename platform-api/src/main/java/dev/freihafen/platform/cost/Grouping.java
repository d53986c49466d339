package dev.freihafen.platform.cost;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By what costs can be told. */
enum Grouping {
    TEAM("team", List.of("team"), null),
    WORKLOAD("workload", List.of("workload_kind", "workload_name"), null),
    OWNER("owner", List.of("owner"), null),
    HARDWARE_CLASS("hardwareClass", List.of("hardware_class"), null),
    CLUSTER("cluster", List.of("cluster"), null),
    RESOURCE("resource", List.of("resource"), null),
    DAY("day", List.of(), Duration.ofDays(1)),
    HOUR("hour", List.of(), Duration.ofHours(1));

    private final String text;
    private final List<String> columns;
    private final @Nullable Duration bucket;

    Grouping(String text, List<String> columns, @Nullable Duration bucket) {
        this.text = text;
        this.columns = columns;
        this.bucket = bucket;
    }

    String text() {
        return text;
    }

    List<String> columns() {
        return columns;
    }

    /** Length of its spans of time; empty where it is no time. */
    Optional<Duration> bucket() {
        return Optional.ofNullable(bucket);
    }

    static Optional<Grouping> of(String text) {
        return Arrays.stream(values()).filter(value -> value.text.equals(text)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Grouping::text).collect(Collectors.joining(", "));
    }
}
