package dev.freihafen.cost.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A metered fact: an object reserved a constant quantity of a resource during {@code [start, end)}.
 *
 * <p>Times are whole seconds of the cluster's clocks, not of ours. As those clocks differ a little, {@code lastSeen} may
 * lie before {@code start} or {@code end}; it then charges nothing extra.
 *
 * @param cluster DNS label
 * @param objectUid UID of the object in its cluster
 * @param objectName name of the object, for reading only
 * @param team DNS label; empty if the object belongs to no team
 * @param workloadName DNS label; may be empty
 * @param step task path in a run; may be empty
 * @param owner account that asked for it; may be empty
 * @param hardwareClass hardware class, for nodes the node class; may be empty: only {@code *} rates apply then
 * @param node may be empty
 * @param capacityType null for none: only rates for any capacity type apply then
 * @param quantity base units of the resource (millicores, bytes, thousandths), from 0 up
 * @param end exclusive, not before start; null while it lasts
 * @param lastSeen last time the object was known to be there; an interval without an end is charged up to here
 */
public record UsageInterval(
        String cluster,
        String objectUid,
        ObjectKind objectKind,
        String objectName,
        String team,
        WorkloadKind workloadKind,
        String workloadName,
        String step,
        String owner,
        String hardwareClass,
        String node,
        @Nullable CapacityType capacityType,
        Resource resource,
        long quantity,
        Instant start,
        @Nullable Instant end,
        Instant lastSeen,
        Quality quality) {

    /** The names of the fields in files and in the feed, in reading order. */
    public static final List<String> COLUMNS = List.of(
            "cluster",
            "objectUid",
            "objectKind",
            "objectName",
            "team",
            "workloadKind",
            "workloadName",
            "step",
            "owner",
            "hardwareClass",
            "node",
            "capacityType",
            "resource",
            "quantity",
            "start",
            "end",
            "lastSeen",
            "quality");

    /** Most characters of a name. */
    public static final int LONGEST_NAME = 253;
    /** Most characters of a text. */
    public static final int LONGEST_TEXT = 1024;

    /** @throws InvalidFact if a field is outside its range, or the end lies before the start */
    public UsageInterval {
        Fields.dnsLabel("cluster", cluster);
        Fields.requiredText("objectUid", objectUid, LONGEST_NAME);
        Objects.requireNonNull(objectKind);
        Fields.text("objectName", objectName, LONGEST_NAME);
        Fields.dnsLabelOrEmpty("team", team);
        Objects.requireNonNull(workloadKind);
        Fields.dnsLabelOrEmpty("workloadName", workloadName);
        Fields.text("step", step, LONGEST_TEXT);
        Fields.text("owner", owner, LONGEST_TEXT);
        Fields.text("hardwareClass", hardwareClass, LONGEST_NAME);
        Fields.text("node", node, LONGEST_NAME);
        Objects.requireNonNull(resource);
        if (quantity < 0) {
            throw new InvalidFact("quantity", quantity + " is negative; quantities are base units from 0 up");
        }
        Fields.wholeSecond("start", start);
        if (end != null && Fields.wholeSecond("end", end).isBefore(start)) {
            throw new InvalidFact("end", end + " lies before the start " + start);
        }
        Fields.wholeSecond("lastSeen", lastSeen);
        Objects.requireNonNull(quality);
    }

    /**
     * Reads an interval from its fields as text, as in a CSV row: exactly {@link #COLUMNS}, empty where there is none.
     *
     * @throws InvalidFact naming the first column that is wrong
     */
    public static UsageInterval fromText(Map<String, String> row) {
        Fields.requireExactly(COLUMNS, row);
        String capacityType = get(row, "capacityType");
        return new UsageInterval(
                get(row, "cluster"),
                get(row, "objectUid"),
                ObjectKind.of("objectKind", get(row, "objectKind")),
                get(row, "objectName"),
                get(row, "team"),
                WorkloadKind.of("workloadKind", get(row, "workloadKind")),
                get(row, "workloadName"),
                get(row, "step"),
                get(row, "owner"),
                get(row, "hardwareClass"),
                get(row, "node"),
                capacityType.isEmpty() ? null : CapacityType.of("capacityType", capacityType),
                Resource.parse("resource", get(row, "resource")),
                Fields.quantity("quantity", get(row, "quantity")),
                Fields.time("start", get(row, "start")),
                Fields.optionalTime("end", get(row, "end")),
                Fields.time("lastSeen", get(row, "lastSeen")),
                Quality.of("quality", get(row, "quality")));
    }

    private static String get(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** The series that this is a segment of. */
    public SeriesKey series() {
        return new SeriesKey(cluster, objectUid, resource);
    }

    /** Where charging stops: the end, else lastSeen; never before the start. */
    public Instant chargedUntil() {
        Instant until = end != null ? end : lastSeen;
        return until.isBefore(start) ? start : until;
    }

    /** Whether the reservation is known to hold at an instant. */
    public boolean holdsAt(Instant instant) {
        return !instant.isBefore(start) && (end != null ? instant.isBefore(end) : !lastSeen.isBefore(instant));
    }

    /** The same fact with other knowledge of its end. */
    public UsageInterval observed(@Nullable Instant newEnd, Instant newLastSeen, Quality newQuality) {
        return new UsageInterval(
                cluster,
                objectUid,
                objectKind,
                objectName,
                team,
                workloadKind,
                workloadName,
                step,
                owner,
                hardwareClass,
                node,
                capacityType,
                resource,
                quantity,
                start,
                newEnd,
                newLastSeen,
                newQuality);
    }

    /** The same fact, known to have been there at an instant: lastSeen only grows. */
    public UsageInterval seenAt(Instant instant) {
        return instant.isAfter(lastSeen) ? observed(end, instant, quality) : this;
    }
}
