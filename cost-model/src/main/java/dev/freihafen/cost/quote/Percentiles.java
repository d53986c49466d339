package dev.freihafen.cost.quote;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.util.List;

/** Exact statistics of sorted values. */
final class Percentiles {

    private Percentiles() {}

    /** The middle value; of an even number the mean of the two in the middle. */
    static Fraction median(List<Fraction> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(BigInteger.TWO);
    }

    /** The smallest value that at least {@code percent} of all do not exceed (nearest rank). */
    static Fraction at(int percent, List<Fraction> sorted) {
        int rank = Math.ceilDiv(sorted.size() * percent, 100);
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
