package dev.freihafen.platform.page;

import java.time.DateTimeException;
import java.time.Instant;

/** Times in requests: those of the years 1 to 9999, which every reader of them knows. Pure. */
public final class Times {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    /**
     * A time such as {@code 2026-09-01T00:00:00Z}.
     *
     * @throws DateTimeException when it is none, or not of those years
     */
    public static Instant parse(String text) {
        return known(Instant.parse(text));
    }

    /**
     * Seconds since 1970.
     *
     * @throws DateTimeException when it is not of those years
     */
    public static Instant ofEpochSecond(long seconds) {
        return known(Instant.ofEpochSecond(seconds));
    }

    private static Instant known(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new DateTimeException(time + " is not in the years 1 to 9999");
        }
        return time;
    }
}
