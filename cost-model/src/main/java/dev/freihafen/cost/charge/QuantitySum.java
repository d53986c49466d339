package dev.freihafen.cost.charge;

import dev.freihafen.cost.ledger.InvalidFact;
import java.math.BigInteger;

/**
 * A sum of quantities x seconds that grows in place: 127 bits, as 64 are too few for 20 TiB through a month and a big
 * integer per addition is slow. The largest quantity through all the years until 9999 can be added a million times.
 */
final class QuantitySum {

    private static final int MOST_BITS = 126;

    private long high;
    private long low;
    private long from;
    private long until;

    /** Adds {@code quantity x times}, which held between two instants in epoch seconds; none of them is negative. */
    void add(long quantity, long times, long heldFrom, long heldUntil) {
        add(Math.multiplyHigh(quantity, times), quantity * times);
        held(heldFrom, heldUntil);
    }

    void add(BigInteger quantitySeconds, long heldFrom, long heldUntil) {
        if (quantitySeconds.bitLength() > MOST_BITS) {
            throw new InvalidFact("quantity", "the sum " + quantitySeconds + " has more than " + MOST_BITS + " bits");
        }
        add(quantitySeconds.shiftRight(Long.SIZE).longValue(), quantitySeconds.longValue());
        held(heldFrom, heldUntil);
    }

    private void add(long addedHigh, long addedLow) {
        low += addedLow;
        long carry = Long.compareUnsigned(low, addedLow) < 0 ? 1 : 0;
        high = Math.addExact(high, Math.addExact(addedHigh, carry));
    }

    private void held(long heldFrom, long heldUntil) {
        from = until == 0 ? heldFrom : Math.min(from, heldFrom);
        until = Math.max(until, heldUntil);
    }

    BigInteger quantitySeconds() {
        BigInteger bits = BigInteger.valueOf(low);
        BigInteger unsigned = low < 0 ? bits.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : bits;
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsigned);
    }

    /** First instant of the usage, in epoch seconds. */
    long from() {
        return from;
    }

    /** End of the last time of the usage, in epoch seconds. */
    long until() {
        return until;
    }
}
