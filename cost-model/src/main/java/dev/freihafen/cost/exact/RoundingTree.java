package dev.freihafen.cost.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds once, as a tree: a total in whole units is split by largest remainder over its parts, and each part's units over
 * its lines. So the lines sum to the parts, the parts to the total, and every part is within one unit of its exact
 * amount.
 */
public final class RoundingTree {

    private RoundingTree() {}

    /**
     * @param total whole units; less than one away from the sum of all lines
     * @param parts their lines' exact amounts in those units; parts and lines in the order of their keys
     * @return the units of each line of each part
     */
    public static List<List<BigInteger>> round(BigInteger total, List<List<Ratio>> parts) {
        List<BigInteger> units = LargestRemainder.split(
                total, parts.stream().map(RoundingTree::sum).toList());
        List<List<BigInteger>> rounded = new ArrayList<>(parts.size());
        for (int part = 0; part < parts.size(); part++) {
            rounded.add(LargestRemainder.split(units.get(part), parts.get(part)));
        }
        return rounded;
    }

    /** The sum of all lines in whole units, half up: the total where nothing else gives it. */
    public static BigInteger total(List<List<Ratio>> parts) {
        return sum(parts.stream().map(RoundingTree::sum).toList()).roundedHalfUp();
    }

    /** Summed per denominator first: there are three at most in a part of a statement, however many its lines are. */
    private static Ratio sum(List<Ratio> lines) {
        List<BigInteger> denominators = new ArrayList<>();
        List<BigInteger> numerators = new ArrayList<>();
        for (Ratio line : lines) {
            int place = denominators.indexOf(line.denominator());
            if (place < 0) {
                denominators.add(line.denominator());
                numerators.add(line.numerator());
            } else {
                numerators.set(place, numerators.get(place).add(line.numerator()));
            }
        }
        Ratio sum = new Ratio(BigInteger.ZERO, BigInteger.ONE);
        for (int place = 0; place < numerators.size(); place++) {
            sum = sum.plus(new Ratio(numerators.get(place), denominators.get(place)));
        }
        return sum;
    }
}
