package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** A calendar month in a zone; it begins and ends at local midnight. */
public record Month(YearMonth month, ZoneId zone) {

    private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

    /** @throws InvalidFact if the month does not lie wholly in the years 1970 to 9999 */
    public Month {
        Window.ofMonth(month, zone);
    }

    /** The instants of the month. */
    public Window window() {
        return Window.ofMonth(month, zone);
    }

    /**
     * Reads {@code YYYY-MM}.
     *
     * @throws InvalidFact in the column {@code month}
     */
    public static Month parse(String text, ZoneId zone) {
        return new Month(yearMonth(text), zone);
    }

    static YearMonth yearMonth(String text) {
        if (!MONTH.matcher(text).matches()) {
            throw new InvalidFact("month", Fields.quoted(text) + " is not a month such as 2026-09");
        }
        return YearMonth.parse(text);
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
