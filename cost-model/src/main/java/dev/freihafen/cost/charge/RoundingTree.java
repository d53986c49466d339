package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.LargestRemainder;
import dev.freihafen.cost.exact.Utf8Order;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rounds the lines of a month once, as a tree: per cluster and currency the sum is rounded half up to the currency's
 * minor unit, split by largest remainder over its parts (each team, shared, unallocated), and each part's units over its
 * lines. So the lines sum to the parts, the parts to the total, and every part is within one unit of its exact cost.
 */
public final class RoundingTree {

    private static final Comparator<Part> PARTS = Comparator.comparing(Part::team, Utf8Order.INSTANCE)
            .thenComparing(part -> part.kind().text(), Utf8Order.INSTANCE);

    private RoundingTree() {}

    /** A line and its amount in minor units of its currency. */
    public record Rounded(Charge charge, BigInteger minorUnits) {}

    /** @return the priced lines of one month, in their order, rounded */
    public static List<Rounded> round(Charges charges) {
        List<Charge> lines = charges.charges();
        Map<Tree, Map<Part, List<Integer>>> trees = new LinkedHashMap<>();
        for (int index = 0; index < lines.size(); index++) {
            Charge line = lines.get(index);
            trees.computeIfAbsent(Tree.of(line), tree -> new LinkedHashMap<>())
                    .computeIfAbsent(Part.of(line.key()), part -> new ArrayList<>())
                    .add(index);
        }
        Map<Integer, BigInteger> units = new HashMap<>();
        trees.values().forEach(parts -> round(lines, parts, units));
        return IntStream.range(0, lines.size())
                .mapToObj(index -> new Rounded(lines.get(index), units.getOrDefault(index, BigInteger.ZERO)))
                .toList();
    }

    private static void round(List<Charge> lines, Map<Part, List<Integer>> parts, Map<Integer, BigInteger> units) {
        Map<Part, Fraction> exact = new HashMap<>();
        parts.forEach((part, indexes) -> exact.put(part, sum(lines, indexes)));
        BigInteger total =
                exact.values().stream().reduce(Fraction.ZERO, Fraction::plus).roundedHalfUp();
        List<Part> order = List.copyOf(parts.keySet());
        List<BigInteger> partUnits =
                LargestRemainder.split(total, order, part -> exact.getOrDefault(part, Fraction.ZERO), PARTS);
        for (int place = 0; place < order.size(); place++) {
            List<Integer> indexes = parts.getOrDefault(order.get(place), List.of());
            // Lines come in key order, so their places decide ties.
            List<BigInteger> lineUnits = LargestRemainder.split(
                    partUnits.get(place), indexes, index -> minorUnits(lines.get(index)), Comparator.naturalOrder());
            for (int line = 0; line < indexes.size(); line++) {
                units.put(indexes.get(line), lineUnits.get(line));
            }
        }
    }

    private static Fraction sum(List<Charge> lines, List<Integer> indexes) {
        return indexes.stream().map(index -> minorUnits(lines.get(index))).reduce(Fraction.ZERO, Fraction::plus);
    }

    private static Fraction minorUnits(Charge charge) {
        return Money.minorUnits(charge.exact(), charge.currency());
    }

    private record Tree(String cluster, String currency) {
        static Tree of(Charge charge) {
            return new Tree(charge.key().price().cluster(), charge.currency().getCurrencyCode());
        }
    }

    /** Who carries lines; the team is empty for the central parts. */
    private record Part(String team, LineKind kind) {
        static Part of(LineKey key) {
            return new Part(key.kind() == LineKind.USAGE ? key.team() : "", key.kind());
        }
    }
}
