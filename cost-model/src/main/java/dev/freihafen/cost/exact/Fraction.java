package dev.freihafen.cost.exact;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact rational number in lowest terms with a positive denominator, so that equal values are equal records.
 *
 * <p>Money is kept this way until the edge: 3.36 x 3/7 has no finite decimal.
 *
 * @param numerator carries the sign
 * @param denominator greater than zero
 */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {

    public static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    public static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    public Fraction {
        Objects.requireNonNull(numerator);
        if (denominator.signum() == 0) {
            throw new ArithmeticException("a fraction needs a denominator other than zero");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    public static Fraction of(BigInteger integer) {
        return new Fraction(integer, BigInteger.ONE);
    }

    /** The value of a decimal, exactly. */
    public static Fraction of(BigDecimal decimal) {
        return decimal.scale() >= 0
                ? new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
                : of(decimal.toBigIntegerExact());
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(other.negate());
    }

    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Fraction times(BigInteger factor) {
        return new Fraction(numerator.multiply(factor), denominator);
    }

    public Fraction dividedBy(BigInteger divisor) {
        return new Fraction(numerator, denominator.multiply(divisor));
    }

    /** @throws ArithmeticException if the divisor is zero */
    public Fraction dividedBy(Fraction divisor) {
        return new Fraction(numerator.multiply(divisor.denominator), denominator.multiply(divisor.numerator));
    }

    public Fraction negate() {
        return new Fraction(numerator.negate(), denominator);
    }

    public int signum() {
        return numerator.signum();
    }

    /** The integer part, cut towards zero. */
    public BigInteger truncated() {
        return numerator.divide(denominator);
    }

    /** The nearest integer; a half goes away from zero. */
    public BigInteger roundedHalfUp() {
        return decimal(0).toBigIntegerExact();
    }

    /** The nearest decimal with {@code scale} digits after the point; a half goes away from zero. */
    public BigDecimal decimal(int scale) {
        BigDecimal shifted = new BigDecimal(numerator).setScale(scale, RoundingMode.UNNECESSARY);
        return shifted.divide(new BigDecimal(denominator), scale, RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
    }
}
