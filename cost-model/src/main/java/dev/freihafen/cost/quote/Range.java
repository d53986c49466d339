package dev.freihafen.cost.quote;

import dev.freihafen.cost.exact.Fraction;

/**
 * A lowest, an expected and a highest value, of money in whole units or of seconds.
 *
 * @param low not above {@code expected}
 * @param high not below {@code expected}
 */
public record Range(Fraction low, Fraction expected, Fraction high) {

    public static final Range ZERO = exactly(Fraction.ZERO);

    /** @throws IllegalArgumentException if they are out of order */
    public Range {
        if (low.compareTo(expected) > 0 || expected.compareTo(high) > 0) {
            throw new IllegalArgumentException(low + ", " + expected + " and " + high + " are out of order");
        }
    }

    static Range exactly(Fraction value) {
        return new Range(value, value, value);
    }

    Range plus(Range other) {
        return new Range(low.plus(other.low), expected.plus(other.expected), high.plus(other.high));
    }

    /** Both from 0 up. */
    Range times(Range other) {
        return new Range(low.times(other.low), expected.times(other.expected), high.times(other.high));
    }

    Range times(Fraction factor) {
        return times(exactly(factor));
    }
}
