package dev.freihafen.cost.rate;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.time.Duration;

/**
 * A rate as it applies to usage.
 *
 * @param rate the winning rate row
 * @param share of the rate's price: 1, or g/maximum where a slice is paid by the rate of its whole device
 */
public record Price(Rate rate, Fraction share) {

    private static final BigInteger SECONDS_PER_HOUR = BigInteger.valueOf(3600);

    /**
     * The exact amount for quantity-seconds of the resource: quantity x seconds x price / seconds of the unit.
     *
     * @param quantitySeconds base units x seconds; for traffic, base units
     * @param month length of the month in which it was used, for prices per month
     */
    public Fraction amount(BigInteger quantitySeconds, Duration month) {
        BigInteger seconds = switch (rate.unit()) {
            case CORE_HOUR, GIB_HOUR, UNIT_HOUR -> SECONDS_PER_HOUR;
            case GIB_MONTH -> BigInteger.valueOf(month.toSeconds());
            case GIB -> BigInteger.ONE;
        };
        return Fraction.of(rate.price())
                .times(share)
                .times(quantitySeconds)
                .dividedBy(seconds.multiply(BigInteger.valueOf(rate.resource().baseUnitsPerUnit())));
    }

    /** The exact amount for an hour of a reserved quantity; zero for traffic, which is not paid by time. */
    public Fraction perHour(BigInteger quantity, Duration month) {
        return rate.resource().paidByVolume() ? Fraction.ZERO : amount(quantity.multiply(SECONDS_PER_HOUR), month);
    }
}
