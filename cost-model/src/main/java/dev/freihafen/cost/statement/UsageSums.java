package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.QuantitySums;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The usage of a month, summed as it streams by: whole quantity-seconds per line and rate row. Nothing is kept per
 * interval. Intervals one by one and sums of them give the same statement, byte for byte. The intervals must come from a
 * ledger: segments of one series do not overlap, none comes twice. What lies outside the month is ignored. Not safe for
 * use by several threads at once.
 */
public final class UsageSums {

    private final Month month;
    private final RateCard card;
    private final QuantitySums sums;

    public UsageSums(Month month, RateCard card) {
        this.month = month;
        this.card = card;
        this.sums = new QuantitySums(card, month.window());
    }

    /** A time within the month during which no rate of the card starts or ends. */
    public record Span(Instant from, Instant until) {}

    /** The touching spans of a month, in which a database may sum; each is {@code [from, until)}. */
    public static List<Span> spans(Month month, RateCard card) {
        NavigableSet<Instant> cuts = new TreeSet<>(
                card.changesWithin(month.window().from(), month.window().until()));
        cuts.add(month.window().from());
        return cuts.stream()
                .map(cut -> {
                    Instant next = cuts.higher(cut);
                    return new Span(cut, next == null ? month.window().until() : next);
                })
                .toList();
    }

    /** Adds what lies within the month of a ledger row. */
    public void add(UsageInterval interval) {
        sums.add(interval);
    }

    /** @throws IllegalArgumentException if the span does not begin in the month */
    public void add(SpanSum sum) {
        sums.add(sum.key(), sum.objectKind(), sum.from(), sum.quantitySeconds());
    }

    public Month month() {
        return month;
    }

    public RateCard card() {
        return card;
    }

    QuantitySums quantities() {
        return sums;
    }
}
