package dev.freihafen.platform.page;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Months in queries. */
public final class Months {
    private Months() {}

    /**
     * A month such as {@code 2026-09}; this one, in UTC, where none is named.
     *
     * @throws PlatformException.ValidationFailed when it is none
     */
    public static YearMonth parse(@Nullable String month, Clock clock) {
        if (month == null || month.isEmpty()) {
            return YearMonth.now(clock.withZone(ZoneOffset.UTC));
        }
        try {
            if (month.matches("[0-9]{4}-[0-9]{2}")) {
                return YearMonth.parse(month);
            }
        } catch (DateTimeException none) {
            // There is no month 13: refused below.
        }
        throw new PlatformException.ValidationFailed(
                "The month cannot be read.", List.of(new FieldError("month", "must be a month such as 2026-09")));
    }
}
