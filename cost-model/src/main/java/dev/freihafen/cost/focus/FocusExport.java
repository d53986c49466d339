package dev.freihafen.cost.focus;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.LargestRemainder;
import dev.freihafen.cost.focus.FocusRow.Draft;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Terms;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A month's statement as FOCUS cost and usage data: one row per line and UTC day, the line's minor units split over its
 * days by largest remainder, so that the rows sum to the statement. Days at the edge of the month are cut to the month.
 *
 * <p>Usage is split by the quantity-seconds of its days, what was shared out (idle, the platform's own, the residual)
 * by the seconds of the month's days. A correction is one row over its original month, billed now. Idle and shared rows
 * are usage without a price, and the residual is an adjustment.
 */
public final class FocusExport {

    private static final int NAMED_UNPRICED = 5;

    private final Statement statement;
    private final Window window;
    private final DaySums days;
    private final FocusColumns columns;

    private FocusExport(Statement statement, Terms terms, DaySums days, FocusSettings settings) {
        this.statement = statement;
        this.window = statement.month().window();
        this.days = days;
        this.columns = new FocusColumns(statement, terms, settings);
    }

    /**
     * @param terms those that the statement was made by
     * @param days of the facts that the statement was made from
     * @throws FocusRefused if any usage has no price: its cost is unknown, not zero
     */
    public static FocusExport of(Statement statement, Terms terms, DaySums days, FocusSettings settings) {
        List<StatementLine> unpriced = statement.lines().stream()
                .filter(line -> line.kind() == Kind.UNPRICED)
                .toList();
        if (!unpriced.isEmpty()) {
            String named = unpriced.stream()
                    .limit(NAMED_UNPRICED)
                    .map(line -> line.resource() + " of "
                            + (line.team().isEmpty() ? "no team" : "team " + line.team()) + " in cluster "
                            + line.cluster())
                    .distinct()
                    .collect(Collectors.joining("; "));
            throw new FocusRefused(unpriced.size() + (unpriced.size() == 1 ? " line has" : " lines have")
                    + " no price in " + statement.month().month() + ", so the cost is unknown: " + named
                    + (unpriced.size() > NAMED_UNPRICED ? "; and more" : "") + ". Add rates for them and export again");
        }
        return new FocusExport(statement, terms, days, settings);
    }

    /** The rows, made as they are read: in the order of the lines, then by day. */
    public Stream<FocusRow> rows() {
        return statement.lines().stream().flatMap(this::rows);
    }

    private Stream<FocusRow> rows(StatementLine line) {
        BigInteger units = Objects.requireNonNull(line.minorUnits(), "a priced line has an amount");
        Draft draft = columns.ofLine(line);
        return switch (line.kind()) {
            case USAGE, UNALLOCATED -> daily(line, draft, units, usageDays(line), true);
            case IDLE, SHARED, RESIDUAL -> daily(line, draft, units, DaySums.wholeWindow(window), false);
            case CORRECTION -> Stream.of(correction(line, draft, units));
            case UNPRICED -> throw new IllegalStateException("refused before");
        };
    }

    private NavigableMap<LocalDate, BigInteger> usageDays(StatementLine line) {
        NavigableMap<LocalDate, BigInteger> found = days.of(LineId.of(line));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("the facts given are not those of the statement: they know nothing of "
                    + LineId.of(line).text());
        }
        return found;
    }

    private Stream<FocusRow> daily(
            StatementLine line,
            Draft draft,
            BigInteger units,
            NavigableMap<LocalDate, BigInteger> weights,
            boolean metered) {
        List<Map.Entry<LocalDate, BigInteger>> dates = List.copyOf(weights.entrySet());
        BigInteger whole = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> split = LargestRemainder.split(
                units, dates, date -> new Fraction(units.multiply(date.getValue()), whole), Map.Entry.comparingByKey());
        List<FocusRow> rows = new ArrayList<>(dates.size());
        for (int index = 0; index < dates.size(); index++) {
            LocalDate date = dates.get(index).getKey();
            Draft row = draft.copy();
            columns.amounts(row, line, split.get(index));
            columns.chargePeriod(
                    row,
                    later(DaySums.start(date), window.from()),
                    earlier(DaySums.start(date.plusDays(1)), window.until()));
            if (metered) {
                columns.quantity(row, line, dates.get(index).getValue());
            }
            rows.add(row.row());
        }
        return rows.stream();
    }

    private FocusRow correction(StatementLine line, Draft draft, BigInteger units) {
        columns.amounts(draft, line, units);
        Window original = columns.correctedWindow(line);
        columns.chargePeriod(draft, original.from(), original.until());
        return draft.row();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
