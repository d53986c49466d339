package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.TariffPosition;
import java.math.BigInteger;
import java.time.Instant;

/** Usage without a price: how much, and the times without a rate in which it lies, from the first to the last. */
record Gap(TariffPosition position, BigInteger quantitySeconds, Instant from, Instant until) {

    static Gap of(TariffPosition position, BigInteger quantitySeconds) {
        return new Gap(position, quantitySeconds, position.from(), position.until());
    }

    static Gap of(ClusterUsage.Used used) {
        return of(used.position(), used.quantitySeconds());
    }

    Gap plus(Gap other) {
        return new Gap(
                position,
                quantitySeconds.add(other.quantitySeconds),
                from.isBefore(other.from) ? from : other.from,
                until.isAfter(other.until) ? until : other.until);
    }
}
