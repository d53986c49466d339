package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.LineKey;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.ObjectKind;
import java.math.BigInteger;
import java.time.Instant;

/**
 * Usage that a database has summed: the intervals of one line within one of the spans of {@link UsageSums#spans}.
 *
 * @param key made by {@link LineKey#of(String, dev.freihafen.cost.ledger.WorkloadKind, String, String,
 *     dev.freihafen.cost.rate.PriceKey)}
 * @param objectKind nodes are capacity; the other kinds are equal
 * @param from where the span begins
 * @param quantitySeconds sum of base units x seconds within the span; for traffic, base units of what started in it
 */
public record SpanSum(LineKey key, ObjectKind objectKind, Instant from, BigInteger quantitySeconds) {

    /** @throws InvalidFact if the sum is negative */
    public SpanSum {
        if (quantitySeconds.signum() < 0) {
            throw new InvalidFact("quantity", "the sum " + quantitySeconds + " is negative");
        }
    }
}
