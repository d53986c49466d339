package dev.freihafen.cost.budget;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a constant rate of spending reaches an amount. */
public final class Crossing {

    private static final BigInteger SECONDS_PER_HOUR = BigInteger.valueOf(3600);
    private static final BigInteger FARTHEST =
            BigInteger.valueOf(Duration.ofDays(366).toSeconds());

    private Crossing() {}

    /**
     * The first whole second at which {@code spent + perHour x seconds / 3600} is at or above the amount.
     *
     * @param spent whole units at {@code asOf}
     * @return {@code asOf} where it is reached already; empty where it never is, or not within 366 days
     */
    public static Optional<Instant> at(Fraction spent, Instant asOf, Fraction perHour, Fraction amount) {
        Fraction missing = amount.minus(spent);
        if (missing.signum() <= 0) {
            return Optional.of(asOf);
        }
        if (perHour.signum() <= 0) {
            return Optional.empty();
        }
        Fraction seconds =
                missing.times(SECONDS_PER_HOUR).times(new Fraction(perHour.denominator(), perHour.numerator()));
        BigInteger whole = seconds.truncated();
        BigInteger first = seconds.minus(Fraction.of(whole)).signum() == 0 ? whole : whole.add(BigInteger.ONE);
        return first.compareTo(FARTHEST) > 0 ? Optional.empty() : Optional.of(asOf.plusSeconds(first.longValueExact()));
    }
}
