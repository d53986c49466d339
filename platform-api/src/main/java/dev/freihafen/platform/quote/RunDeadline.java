package dev.freihafen.platform.quote;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Deadlines of runs, such as {@code 1h30m}, as durations. Pure. */
final class RunDeadline {
    private static final Pattern PARTS = Pattern.compile("(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s)?");

    private RunDeadline() {}

    /** The duration; null for none, or for a text that is no deadline. */
    static @Nullable Duration of(@Nullable String text) {
        Matcher parts = PARTS.matcher(text == null ? "" : text);
        if (text == null || text.isEmpty() || !parts.matches()) {
            return null;
        }
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
