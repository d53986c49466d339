package dev.freihafen.cost.charge;

import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one key at one price, which one divisor serves. Within {@link QuantitySums} each position is one object, so
 * that they are told apart by identity.
 */
public final class TariffPosition {

    private final PriceKey key;
    private final @Nullable Price price;
    private final Duration month;
    private final Instant from;
    private final Instant until;

    TariffPosition(PriceKey key, @Nullable Price price, Duration month, Instant from, Instant until) {
        this.key = key;
        this.price = price;
        this.month = month;
        this.from = from;
        this.until = until;
    }

    public PriceKey key() {
        return key;
    }

    /** Null where no rate applies. */
    public @Nullable Price price() {
        return price;
    }

    /** Length of the month for prices per month, else zero. */
    public Duration month() {
        return month;
    }

    /** Where the (first) time of this price begins. */
    public Instant from() {
        return from;
    }

    /** Where the first time of this price ends; a position without a price has one. */
    public Instant until() {
        return until;
    }
}
