package dev.freihafen.cost.exact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A rational number that is not in lowest terms, so that many with one denominator are summed and compared without a
 * greatest common divisor each. Equal values may be unequal records; {@link Fraction} is for values that are kept.
 *
 * @param denominator greater than zero
 */
public record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {

    public Ratio {
        if (denominator.signum() <= 0) {
            throw new ArithmeticException("a ratio needs a denominator greater than zero");
        }
    }

    public static Ratio of(Fraction fraction) {
        return new Ratio(fraction.numerator(), fraction.denominator());
    }

    public Ratio plus(Ratio other) {
        if (denominator.equals(other.denominator)) {
            return new Ratio(numerator.add(other.numerator), denominator);
        }
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public int signum() {
        return numerator.signum();
    }

    /** The nearest integer; a half goes away from zero. */
    public BigInteger roundedHalfUp() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), 0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
    }

    /** By value; quick where the denominators are the same. */
    @Override
    public int compareTo(Ratio other) {
        return denominator.equals(other.denominator)
                ? numerator.compareTo(other.numerator)
                : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
}
