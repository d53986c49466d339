package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * Usage that no rate prices: its cost is unknown, not zero.
 *
 * @param quantitySeconds base units x seconds; for traffic, base units
 * @param from first instant without a price
 * @param until end of the last time without a price
 */
public record Unpriced(LineKey key, BigInteger quantitySeconds, Instant from, Instant until) {

    private static final long SECONDS_PER_HOUR = 3600;

    /** In core-hours, GiB-hours, unit-hours or GiB; scale 6, for reading. */
    public BigDecimal quantity() {
        Resource resource = key.price().resource();
        long seconds = resource.paidByVolume() ? 1 : SECONDS_PER_HOUR;
        return new Fraction(
                        quantitySeconds,
                        BigInteger.valueOf(seconds).multiply(BigInteger.valueOf(resource.baseUnitsPerUnit())))
                .decimal(6);
    }

    Unpriced plus(Unpriced other) {
        return new Unpriced(
                key,
                quantitySeconds.add(other.quantitySeconds),
                from.isBefore(other.from) ? from : other.from,
                until.isAfter(other.until) ? until : other.until);
    }

    /** The unit of {@link #quantity()}. */
    public Unit unit() {
        return Unit.of(key.price().resource()).iterator().next();
    }

    /** What has no price, how much of it and when, and what to do. */
    public String sentence() {
        return quantity().stripTrailingZeros().toPlainString() + " " + unit().plural() + " of "
                + key.price().sentence() + " between " + from + " and " + until
                + " have no rate; add one to a rate card";
    }
}
