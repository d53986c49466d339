package dev.freihafen.cost.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of single fields of usage rows and rates; each throws {@link InvalidFact} naming the column. */
public final class Fields {

    private static final int LONGEST_LABEL = 63;
    private static final Pattern RESOURCE_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,40}");
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int SHOWN = 80;

    private Fields() {}

    /** Refuses a row that lacks one of the columns or has another. */
    public static void requireExactly(Collection<String> columns, Map<String, String> row) {
        for (String column : columns) {
            if (!row.containsKey(column)) {
                throw new InvalidFact(column, "is missing; leave it empty where there is none");
            }
        }
        for (String column : new TreeSet<>(row.keySet())) {
            if (!columns.contains(column)) {
                throw new InvalidFact(shown(column), "is not a known column; known are " + String.join(", ", columns));
            }
        }
    }

    /** A DNS label, as a cluster's or a team's name. */
    public static String dnsLabel(String column, String value) {
        if (!isDnsLabel(value)) {
            throw new InvalidFact(
                    column,
                    quoted(value)
                            + " is not a DNS label: 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends");
        }
        return value;
    }

    /** By hand, as every row of usage has several: a pattern takes most of the time of reading one. */
    private static boolean isDnsLabel(String value) {
        int length = value.length();
        if (length == 0 || length > LONGEST_LABEL || value.charAt(0) == '-' || value.charAt(length - 1) == '-') {
            return false;
        }
        for (int place = 0; place < length; place++) {
            char letter = value.charAt(place);
            if (letter != '-' && (letter < '0' || letter > '9') && (letter < 'a' || letter > 'z')) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #dnsLabel}; empty means absent. */
    public static String dnsLabelOrEmpty(String column, String value) {
        return value.isEmpty() ? value : dnsLabel(column, value);
    }

    static boolean isResourceName(String value) {
        return RESOURCE_NAME.matcher(value).matches();
    }

    static void resourceName(String column, String value) {
        if (!isResourceName(value)) {
            throw new InvalidFact(
                    column, quoted(value) + " is not a name of 1 to 253 letters, digits, '.', '_' and '-'");
        }
    }

    /** Text that may be empty: no control characters, no half surrogate pairs, at most {@code longest} characters. */
    public static String text(String column, String value, int longest) {
        if (value.length() > longest) {
            throw new InvalidFact(column, "has " + value.length() + " characters; at most " + longest + " are allowed");
        }
        for (int index = 0; index < value.length(); index += Character.charCount(value.codePointAt(index))) {
            int point = value.codePointAt(index);
            if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
                throw new InvalidFact(
                        column, "has a control character or half a surrogate pair at place " + (index + 1));
            }
        }
        return value;
    }

    /** As {@link #text}, and not empty. */
    public static String requiredText(String column, String value, int longest) {
        if (value.isEmpty()) {
            throw new InvalidFact(column, "is empty; a value is required");
        }
        return text(column, value, longest);
    }

    /** A whole second between 1970 and 9999. */
    public static Instant wholeSecond(String column, Instant value) {
        if (value.getNano() != 0) {
            throw new InvalidFact(column, value + " is not a whole second");
        }
        if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
            throw new InvalidFact(column, value + " lies outside the years 1970 to 9999");
        }
        return value;
    }

    /** Reads {@code YYYY-MM-DDTHH:mm:ssZ}. */
    public static Instant time(String column, String value) {
        try {
            if (TIME.matcher(value).matches()) {
                return Instant.parse(value);
            }
        } catch (DateTimeParseException ignored) {
            // Has the right shape but names no instant, such as 30 February: refused below.
        }
        throw new InvalidFact(column, quoted(value) + " is not a time in UTC such as 2026-09-01T00:00:00Z");
    }

    /** As {@link #time}; empty means absent. */
    public static @Nullable Instant optionalTime(String column, String value) {
        return value.isEmpty() ? null : time(column, value);
    }

    static long quantity(String column, String value) {
        if (!INTEGER.matcher(value).matches()) {
            throw new InvalidFact(column, quoted(value) + " is not a whole number of base units from 0 up");
        }
        BigInteger quantity = new BigInteger(value);
        if (quantity.bitLength() > 63) {
            throw new InvalidFact(column, value + " is more than " + Long.MAX_VALUE + " base units");
        }
        return quantity.longValueExact();
    }

    /** A user's text, shortened, in quotes, safe to print in a message. */
    public static String quoted(String value) {
        return "'" + shown(value) + "'";
    }

    private static String shown(String value) {
        String cut = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
        return cut.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }
}
