package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.RateCard;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What usage costs, exactly.
 *
 * <p>charge = quantity x seconds x price / seconds of the unit, cut at every change of rate: whole quantity-seconds are
 * summed per line and rate row, then divided once. Nothing is rounded here; a statement does that, once.
 *
 * @param charges lines in key order: team, workload kind and name, step, resource, hardware class, rate row, kind,
 *     capacity type
 * @param unpriced usage without a rate, in the same order; if there is any, the total is unknown
 */
public record Charges(List<Charge> charges, List<Unpriced> unpriced) {

    public Charges {
        charges = List.copyOf(charges);
        unpriced = List.copyOf(unpriced);
    }

    /**
     * Charges what the intervals reserved during a window. Order and grouping of the intervals do not matter; they must
     * come from a ledger, so that segments of one series do not overlap. Nodes are capacity and not charged. An interval
     * without an end is charged up to lastSeen. Traffic is charged whole, in the window in which it started.
     *
     * @throws MixedCurrencies if rates of two currencies apply in one cluster
     */
    public static Charges of(Collection<UsageInterval> intervals, RateCard card, Window window) {
        QuantitySums sums = new QuantitySums(card, window);
        intervals.forEach(sums::add);
        Charges charges = of(sums, card);
        Map<String, Currency> currencies = new HashMap<>();
        for (Charge charge : charges.charges) {
            String cluster = charge.key().price().cluster();
            Currency first = currencies.putIfAbsent(cluster, charge.currency());
            if (first != null && !first.equals(charge.currency())) {
                throw new MixedCurrencies("in cluster " + cluster, List.of(first, charge.currency()));
            }
        }
        return charges;
    }

    private static Charges of(QuantitySums sums, RateCard card) {
        Map<Line, Charge> priced = new HashMap<>();
        Map<LineKey, Unpriced> unpriced = new HashMap<>();
        sums.usage((key, position, quantitySeconds, from, until) -> {
            Price price = position.price();
            if (price == null) {
                unpriced.merge(key, new Unpriced(key, quantitySeconds, from, until), Unpriced::plus);
            } else {
                Fraction exact = price.amount(quantitySeconds, position.month());
                priced.merge(new Line(key, price), new Charge(key, price.rate(), quantitySeconds, exact), Charge::plus);
            }
        });
        Comparator<Charge> order = Comparator.comparing(Charge::key, LineKey.BEFORE_RATE)
                .thenComparingInt(charge -> card.rowNumber(charge.rate()))
                .thenComparing(Charge::key, LineKey.AFTER_RATE);
        return new Charges(
                priced.values().stream().sorted(order).toList(),
                unpriced.values().stream()
                        .sorted(Comparator.comparing(
                                Unpriced::key, LineKey.BEFORE_RATE.thenComparing(LineKey.AFTER_RATE)))
                        .toList());
    }

    private record Line(LineKey key, Price price) {}

    /** Whether all usage has a price; only then is {@link #totals} the whole cost. */
    public boolean complete() {
        return unpriced.isEmpty();
    }

    /** The exact sum of the priced lines in each currency. */
    public Map<Currency, Fraction> totals() {
        Map<Currency, Fraction> totals = new HashMap<>();
        for (Charge charge : charges) {
            totals.merge(charge.currency(), charge.exact(), Fraction::plus);
        }
        return totals;
    }
}
