package dev.freihafen.cost.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

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
        List<Integer> places = IntStream.range(0, items.size())
                .boxed()
                .sorted(Comparator.comparing(items::get, order))
                .toList();
        List<BigInteger> split = split(
                total,
                places.stream()
                        .map(place -> Ratio.of(exact.apply(items.get(place))))
                        .toList());
        BigInteger[] units = new BigInteger[items.size()];
        for (int sorted = 0; sorted < units.length; sorted++) {
            units[places.get(sorted)] = split.get(sorted);
        }
        return List.of(units);
    }

    /**
     * Splits over amounts that come in the order of their keys: of equal remainders the earlier gets the unit.
     *
     * @return the units of each amount, in their order; their sum is {@code total}
     * @throws IllegalArgumentException if the total is a whole unit or more away from the sum
     */
    public static List<BigInteger> split(BigInteger total, List<Ratio> amounts) {
        List<BigInteger> units = new ArrayList<>(amounts.size());
        BigInteger missing = total;
        List<Taker> positive = new ArrayList<>();
        List<Taker> negative = new ArrayList<>();
        for (Ratio amount : amounts) {
            BigInteger[] parts = amount.numerator().divideAndRemainder(amount.denominator());
            if (parts[1].signum() != 0) {
                Ratio size = new Ratio(parts[1].abs(), amount.denominator());
                (parts[1].signum() > 0 ? positive : negative).add(new Taker(units.size(), size));
            }
            units.add(parts[0]);
            missing = missing.subtract(parts[0]);
        }
        List<Taker> takers = missing.signum() > 0 ? positive : negative;
        if (missing.abs().compareTo(BigInteger.valueOf(takers.size())) > 0) {
            throw new IllegalArgumentException("the total " + total
                    + " is a whole unit or more away from the sum of its " + amounts.size() + " parts");
        }
        if (missing.signum() != 0) {
            // The sort is stable: of equal remainders the earlier stays before the later.
            takers.sort((one, other) -> other.remainder.compareTo(one.remainder));
            BigInteger unit = BigInteger.valueOf(missing.signum());
            for (Taker taker : takers.subList(0, missing.abs().intValueExact())) {
                units.set(taker.place, units.get(taker.place).add(unit));
            }
        }
        return units;
    }

    /** An amount that may get a unit; the remainder without its sign. */
    private record Taker(int place, Ratio remainder) {}
}
