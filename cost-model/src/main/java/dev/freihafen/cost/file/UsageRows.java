package dev.freihafen.cost.file;

import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.UsageInterval;
import java.nio.CharBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage rows, given as characters, into a ledger. Fields of the usual shape are read in place; a row with any other
 * goes through {@link UsageInterval#fromText}, which says what is wrong with it.
 */
public final class UsageRows {

    private static final List<String> COLUMNS = UsageInterval.COLUMNS;
    private static final int MOST_DIGITS = 18;
    private static final int[] SUBJECT =
            Subjects.COLUMNS.stream().mapToInt(COLUMNS::indexOf).toArray();
    private static final int RESOURCE = COLUMNS.indexOf("resource");
    private static final int QUANTITY = COLUMNS.indexOf("quantity");
    private static final int START = COLUMNS.indexOf("start");
    private static final int END = COLUMNS.indexOf("end");
    private static final int LAST_SEEN = COLUMNS.indexOf("lastSeen");
    private static final int QUALITY = COLUMNS.indexOf("quality");
    private static final int[] IN_ORDER = IntStream.range(0, COLUMNS.size()).toArray();

    private final UsageLedger ledger;
    private final int[] subject = new int[SUBJECT.length];

    public UsageRows(UsageLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * A row with its fields in the order of {@link UsageInterval#COLUMNS}.
     *
     * @throws InvalidFact if it is invalid or contradicts an earlier one
     */
    public void add(TextRow row) {
        add(row, IN_ORDER);
    }

    /** @param places for each column the place of its field in the row */
    void add(TextRow row, int[] places) {
        Subjects subjects = ledger.subjects();
        char[] text = row.characters();
        for (int column = 0; column < SUBJECT.length; column++) {
            int place = places[SUBJECT[column]];
            subject[column] = subjects.text(column, text, row.begin(place), row.end(place));
        }
        int resource = subjects.resource(text, row.begin(places[RESOURCE]), row.end(places[RESOURCE]));
        long quantity = quantity(text, row.begin(places[QUANTITY]), row.end(places[QUANTITY]));
        long start = time(row, places[START]);
        boolean open = row.isEmpty(places[END]);
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

    private static Map<String, String> texts(TextRow row, int[] places) {
        Map<String, String> texts = new HashMap<>();
        for (int column = 0; column < places.length; column++) {
            texts.put(COLUMNS.get(column), row.field(places[column]));
        }
        return texts;
    }

    private static long time(TextRow row, int place) {
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
            if (quality.text().contentEquals(CharBuffer.wrap(text, begin, end - begin))) {
                return quality;
            }
        }
        return null;
    }
}
