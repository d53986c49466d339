package dev.freihafen.cost.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Splits an integer total over exact amounts so that the integers sum to the total (Hamilton's method, with signs).
 *
 * <p>Every amount is cut towards zero; the units still missing, plus or minus, go one each to the largest remainders of
 * that sign. An amount without a remainder never gets one. Equal remainders: the smaller key gets it.
 */
public final class LargestRemainder {

    private LargestRemainder() {}

    /**
     * @param total whole units to hand out; less than one unit away from the sum of the exact amounts
     * @param items what shares the total
     * @param exact an item's exact amount in the same units
     * @param order a total order of the items, which decides ties
     * @return the units of each item, in the order of {@code items}; their sum is {@code total}
     * @throws IllegalArgumentException if the total is a whole unit or more away from the sum
     */
    public static <T> List<BigInteger> split(
            BigInteger total, List<T> items, Function<T, Fraction> exact, Comparator<? super T> order) {
        List<Part<T>> parts = new ArrayList<>(items.size());
        BigInteger missing = total;
        for (T item : items) {
            Part<T> part = new Part<>(item, exact.apply(item));
            parts.add(part);
            missing = missing.subtract(part.units);
        }
        int sign = missing.signum();
        List<Part<T>> takers = new ArrayList<>(
                parts.stream().filter(part -> part.remainder.signum() == sign).toList());
        if (sign != 0 && missing.abs().compareTo(BigInteger.valueOf(takers.size())) > 0) {
            throw new IllegalArgumentException("the total " + total
                    + " is a whole unit or more away from the sum of its " + items.size() + " parts");
        }
        takers.sort(Comparator.<Part<T>, Fraction>comparing(part -> sign < 0 ? part.remainder : part.remainder.negate())
                .thenComparing(part -> part.item, order));
        for (Part<T> taker : takers.subList(0, missing.abs().intValueExact())) {
            taker.units = taker.units.add(BigInteger.valueOf(sign));
        }
        return parts.stream().map(part -> part.units).toList();
    }

    private static final class Part<T> {
        private final T item;
        private final Fraction remainder;
        private BigInteger units;

        private Part(T item, Fraction exact) {
            this.item = item;
            this.units = exact.truncated();
            this.remainder = exact.minus(Fraction.of(units));
        }
    }
}
