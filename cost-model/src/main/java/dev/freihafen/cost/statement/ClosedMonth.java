package dev.freihafen.cost.statement;

import dev.freihafen.cost.rate.RateCard;
import java.util.List;

/**
 * A closed month whose facts may have changed since: what the document says, and the usage as it is known today.
 *
 * @param sha256 of the closed document
 * @param terms of the closed document: its own rates, pools, policies and exchange rates
 * @param lines of the closed document, its corrections of earlier months included
 * @param today all usage of that month as the ledger has it today, late rows included; filled by the caller
 */
public record ClosedMonth(String sha256, Terms terms, List<StatementLine> lines, UsageSums today) {

    public ClosedMonth {
        lines = List.copyOf(lines);
    }

    /**
     * As {@link #of(String, Terms, List)}; what the document's rates do not price, such as late rows of a class that was
     * new then, today's card prices, if it has a rate for that time.
     */
    public static ClosedMonth of(String sha256, Terms terms, List<StatementLine> lines, RateCard today) {
        return of(sha256, terms.withCard(terms.card().completedBy(today)), lines);
    }

    /** With no usage yet: add all of the month's to {@link #today}. */
    public static ClosedMonth of(String sha256, Terms terms, List<StatementLine> lines) {
        return new ClosedMonth(sha256, terms, lines, new UsageSums(terms.month(), terms.card()));
    }
}
