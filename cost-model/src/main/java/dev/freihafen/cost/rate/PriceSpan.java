package dev.freihafen.cost.rate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which one price holds.
 *
 * @param from inclusive
 * @param until exclusive, later than from
 * @param price null where no rate applies
 */
public record PriceSpan(
        Instant from, Instant until, @Nullable Price price) {}
