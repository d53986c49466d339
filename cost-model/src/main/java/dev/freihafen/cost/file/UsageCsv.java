package dev.freihafen.cost.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.UsageInterval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final int MOST_DIGITS = 18;
    private static final int[] SUBJECT =
            Subjects.COLUMNS.stream().mapToInt(COLUMNS::indexOf).toArray();
    private static final int RESOURCE = COLUMNS.indexOf("resource");
    private static final int QUANTITY = COLUMNS.indexOf("quantity");
    private static final int START = COLUMNS.indexOf("start");
    private static final int END = COLUMNS.indexOf("end");
    private static final int LAST_SEEN = COLUMNS.indexOf("lastSeen");
    private static final int QUALITY = COLUMNS.indexOf("quality");

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
        int[] subject = new int[SUBJECT.length];
        CsvTable.read(in, file, RULES, (row, places) -> add(ledger, subject, row, places));
    }

    private static void add(UsageLedger ledger, int[] subject, CsvRow row, int[] places) {
        Subjects subjects = ledger.subjects();
        char[] text = row.characters();
        for (int column = 0; column < SUBJECT.length; column++) {
            int place = places[SUBJECT[column]];
            subject[column] = subjects.text(column, text, row.begin(place), row.end(place));
        }
        int resource = subjects.resource(text, row.begin(places[RESOURCE]), row.end(places[RESOURCE]));
        long quantity = quantity(text, row.begin(places[QUANTITY]), row.end(places[QUANTITY]));
        long start = time(row, places[START]);
        boolean open = row.begin(places[END]) == row.end(places[END]);
        long end = open ? Long.MIN_VALUE : time(row, places[END]);
        long lastSeen = time(row, places[LAST_SEEN]);
        Quality quality = quality(text, row.begin(places[QUALITY]), row.end(places[QUALITY]));
        boolean read =
                quantity >= 0 && start != TimeText.UNREAD && (open || end >= start) && lastSeen != TimeText.UNREAD;
        if (read && quality != null) {
            ledger.add(subjects.number(subject), resource, quantity, start, end, lastSeen, quality);
        } else {
            ledger.add(UsageInterval.fromText(texts(row, places)));
        }
    }

    private static Map<String, String> texts(CsvRow row, int[] places) {
        Map<String, String> texts = new HashMap<>();
        for (int column = 0; column < places.length; column++) {
            texts.put(COLUMNS.get(column), row.field(places[column]));
        }
        return texts;
    }

    private static long time(CsvRow row, int place) {
        return TimeText.epochSecond(row.characters(), row.begin(place), row.end(place));
    }

    /** A short plain number; -1 for anything else. */
    private static long quantity(char[] text, int begin, int end) {
        if (begin == end || end - begin > MOST_DIGITS) {
            return -1;
        }
        long quantity = 0;
        for (int place = begin; place < end; place++) {
            if (text[place] < '0' || text[place] > '9') {
                return -1;
            }
            quantity = quantity * 10 + text[place] - '0';
        }
        return quantity;
    }

    private static @Nullable Quality quality(char[] text, int begin, int end) {
        for (Quality quality : Quality.values()) {
            String name = quality.text();
            if (name.length() == end - begin && name.contentEquals(CharBuffer.wrap(text, begin, end - begin))) {
                return quality;
            }
        }
        return null;
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
