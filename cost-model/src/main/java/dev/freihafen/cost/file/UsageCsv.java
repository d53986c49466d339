package dev.freihafen.cost.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.UsageInterval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code usage.csv}: one line per usage interval, with the columns {@link UsageInterval#COLUMNS}. */
public final class UsageCsv {

    private static final List<String> COLUMNS = UsageInterval.COLUMNS;
    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("cluster", "a"),
            Map.entry("objectUid", "a"),
            Map.entry("objectKind", "Pod"),
            Map.entry("objectName", ""),
            Map.entry("team", ""),
            Map.entry("workloadKind", "Other"),
            Map.entry("workloadName", ""),
            Map.entry("step", ""),
            Map.entry("owner", ""),
            Map.entry("hardwareClass", ""),
            Map.entry("node", ""),
            Map.entry("capacityType", ""),
            Map.entry("resource", "cpu"),
            Map.entry("quantity", "1"),
            Map.entry("start", "1970-01-01T00:00:00Z"),
            Map.entry("end", ""),
            Map.entry("lastSeen", "1970-01-01T00:00:00Z"),
            Map.entry("quality", "Exact"));
    private static final RowRules RULES =
            new RowRules(COLUMNS, UsageInterval::fromText, SOUND, Map.of("end", Set.of("start")), List.of());

    private UsageCsv() {}

    /**
     * Reads a file into a ledger of its own.
     *
     * @param file its name in faults
     * @throws FileFault with the first fault; what contradicts an earlier line is told at the later one
     */
    public static UsageLedger read(InputStream in, String file) {
        UsageLedger ledger = new UsageLedger();
        readInto(ledger, in, file);
        return ledger;
    }

    /** As {@link #read}, into a ledger that may have facts already. */
    public static void readInto(UsageLedger ledger, InputStream in, String file) {
        UsageRows rows = new UsageRows(ledger);
        CsvTable.read(in, file, RULES, rows::add);
    }

    /** Writes a file; the stream stays open. */
    public static void write(OutputStream out, Stream<UsageInterval> intervals) {
        try {
            CsvWriter writer = CsvFormat.writer(out);
            writer.writeRecord(COLUMNS);
            intervals.forEach(interval -> writer.writeRecord(fields(interval)));
            writer.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The fields of an interval as texts, in the order of the columns. */
    public static List<String> fields(UsageInterval interval) {
        CapacityType capacityType = interval.capacityType();
        Instant end = interval.end();
        return List.of(
                interval.cluster(),
                interval.objectUid(),
                interval.objectKind().text(),
                interval.objectName(),
                interval.team(),
                interval.workloadKind().text(),
                interval.workloadName(),
                interval.step(),
                interval.owner(),
                interval.hardwareClass(),
                interval.node(),
                capacityType == null ? "" : capacityType.text(),
                interval.resource().text(),
                Long.toString(interval.quantity()),
                interval.start().toString(),
                end == null ? "" : end.toString(),
                interval.lastSeen().toString(),
                interval.quality().text());
    }
}
