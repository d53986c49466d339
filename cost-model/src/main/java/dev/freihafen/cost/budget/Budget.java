package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a team may spend in a calendar month.
 *
 * @param amount whole units of the currency, greater than 0, with no more digits after the point than it has
 * @param warnAt percent of the amount at which an alert is due, each from 1 to {@value #HIGHEST_PERCENT}; may be empty
 * @param onExceeded what happens to new work
 */
public record Budget(BigDecimal amount, Currency currency, SortedSet<Integer> warnAt, OnExceeded onExceeded) {

    /** The highest threshold, in percent. */
    public static final int HIGHEST_PERCENT = 1000;

    /** The most thresholds of one budget. */
    public static final int MOST_THRESHOLDS = 20;

    private static final int MOST_DIGITS = 15;

    /** What happens to new work when it would pass the budget. */
    public enum OnExceeded {
        /** Nothing but the alerts. */
        WARN("Warn"),
        /** It waits; running work goes on. */
        HOLD("Hold");

        private final String text;

        OnExceeded(String text) {
            this.text = text;
        }

        /** The name in REST. */
        public String text() {
            return text;
        }

        /** @throws InvalidFact if it is neither */
        public static OnExceeded of(String text) {
            for (OnExceeded value : values()) {
                if (value.text.equals(text)) {
                    return value;
                }
            }
            throw new InvalidFact("onExceeded", "'" + text + "' is neither Warn nor Hold");
        }
    }

    /** @throws InvalidFact naming the field that is out of its range */
    public Budget {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw new InvalidFact("currency", currency.getCurrencyCode() + " has no minor unit");
        }
        if (amount.signum() <= 0) {
            throw new InvalidFact("amount", amount.toPlainString() + " is not greater than 0");
        }
        if (amount.stripTrailingZeros().scale() > digits || amount.precision() - amount.scale() > MOST_DIGITS) {
            throw new InvalidFact(
                    "amount",
                    "has more than " + digits + " digits after the point, or more than " + MOST_DIGITS + " before it");
        }
        amount = amount.setScale(digits);
        if (warnAt.size() > MOST_THRESHOLDS) {
            throw new InvalidFact("warnAt", "has more than " + MOST_THRESHOLDS + " thresholds");
        }
        for (int percent : warnAt) {
            if (percent < 1 || percent > HIGHEST_PERCENT) {
                throw new InvalidFact("warnAt", percent + " is not a percentage from 1 to " + HIGHEST_PERCENT);
            }
        }
        warnAt = Collections.unmodifiableSortedSet(new TreeSet<>(warnAt));
    }

    /** The spending at which a threshold is reached, in whole units. */
    public Fraction threshold(int percent) {
        return Fraction.of(amount).times(Fraction.of(percent, 100));
    }
}
