package dev.freihafen.cost.charge;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that is asked about, {@code [from, until)}, and the zone whose months give a price per month its hours.
 *
 * <p>A month begins at local midnight; one that happens twice is the earlier, one that is skipped is the first instant
 * after. Days of 23 and 25 hours count as they are.
 */
public record Window(Instant from, Instant until, ZoneId zone) {

    /** @throws InvalidFact if the window ends before it begins, or is not on whole seconds */
    public Window {
        Fields.wholeSecond("from", from);
        Fields.wholeSecond("until", until);
        if (until.isBefore(from)) {
            throw new InvalidFact("until", until + " lies before " + from);
        }
    }

    public static Window ofMonth(YearMonth month, ZoneId zone) {
        return new Window(start(month, zone), start(month.plusMonths(1), zone), zone);
    }

    /** This window cut off at an instant: nothing after it is known yet. */
    public Window upTo(Instant instant) {
        Instant end = instant.isBefore(until) ? instant : until;
        return new Window(from, end.isBefore(from) ? from : end, zone);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    /** The real length of the month around an instant. */
    static Duration monthAround(Instant instant, ZoneId zone) {
        YearMonth month = monthOf(instant, zone);
        return Duration.between(start(month, zone), start(month.plusMonths(1), zone));
    }

    /** Cuts a time at the beginnings of months. */
    static List<MonthSpan> months(Instant from, Instant until, ZoneId zone) {
        List<MonthSpan> spans = new ArrayList<>();
        Instant start = from;
        while (start.isBefore(until)) {
            YearMonth month = monthOf(start, zone);
            Instant next = start(month.plusMonths(1), zone);
            Instant end = next.isBefore(until) ? next : until;
            spans.add(new MonthSpan(start, end, Duration.between(start(month, zone), next)));
            start = end;
        }
        return spans;
    }

    /** A part of a month, and the length of the whole of it. */
    record MonthSpan(Instant from, Instant until, Duration month) {}

    /** By the boundaries themselves: after a midnight that happens twice, local time falls back into the month before. */
    private static YearMonth monthOf(Instant instant, ZoneId zone) {
        YearMonth local = YearMonth.from(instant.atZone(zone));
        return start(local.plusMonths(1), zone).isAfter(instant) ? local : local.plusMonths(1);
    }

    private static Instant start(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
