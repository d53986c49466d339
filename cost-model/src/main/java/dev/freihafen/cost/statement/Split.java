package dev.freihafen.cost.statement;

import dev.freihafen.cost.exact.Ratio;
import dev.freihafen.cost.exact.Utf8Order;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Splits a cluster's idle or shared cost over its teams, as a policy says. */
final class Split {

    private Split() {}

    /** Idle cost as one line per team, or one without a team. */
    static List<Item> idle(BigInteger amount, IdlePolicy policy, ClusterCosts costs) {
        return switch (policy) {
            case IdlePolicy.Central _ -> central(Kind.IDLE, amount, costs, "policy Central");
            case IdlePolicy.Even _ -> split(Kind.IDLE, amount, costs, even(costs), "policy Even");
            case IdlePolicy.ProRata _ -> split(Kind.IDLE, amount, costs, costs.teams(), "policy ProRata");
            case IdlePolicy.Owners owners -> weighed(Kind.IDLE, amount, costs, owners.weights(), "policy Owners");
        };
    }

    /** Shared cost as one line per team, or one without a team. */
    static List<Item> shared(BigInteger amount, SharedPolicy policy, ClusterCosts costs) {
        return switch (policy) {
            case SharedPolicy.Central _ -> central(Kind.SHARED, amount, costs, "policy Central");
            case SharedPolicy.Even _ -> split(Kind.SHARED, amount, costs, even(costs), "policy Even");
            case SharedPolicy.ProRata _ -> split(Kind.SHARED, amount, costs, costs.teams(), "policy ProRata");
            case SharedPolicy.Weights weights ->
                weighed(Kind.SHARED, amount, costs, weights.weights(), "policy Weights");
        };
    }

    private static Map<String, BigInteger> even(ClusterCosts costs) {
        return costs.teams().keySet().stream().collect(Collectors.toMap(team -> team, team -> BigInteger.ONE));
    }

    private static List<Item> weighed(
            Kind kind, BigInteger amount, ClusterCosts costs, Map<String, BigDecimal> weights, String note) {
        int scale = weights.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
        BigDecimal sum = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<String, BigInteger> whole = weights.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        weight -> weight.getValue().setScale(scale).unscaledValue()));
        return split(kind, amount, costs, whole, note).stream()
                .map(item -> Item.unused(
                        item.team(),
                        kind,
                        item.amount(),
                        note + ", weight " + plain(weights.getOrDefault(item.team(), BigDecimal.ZERO)) + " of "
                                + plain(sum)))
                .toList();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<Item> split(
            Kind kind, BigInteger amount, ClusterCosts costs, Map<String, BigInteger> weights, String note) {
        BigInteger sum = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            return central(kind, amount, costs, note + " reaches nobody");
        }
        BigInteger denominator = costs.denominator().multiply(sum);
        SortedMap<String, BigInteger> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        sorted.putAll(weights);
        List<Item> items = new ArrayList<>();
        sorted.forEach((team, weight) -> {
            if (weight.signum() > 0) {
                items.add(Item.unused(team, kind, new Ratio(amount.multiply(weight), denominator), note));
            }
        });
        return items;
    }

    private static List<Item> central(Kind kind, BigInteger amount, ClusterCosts costs, String note) {
        return List.of(Item.unused("", kind, costs.exact(amount), note));
    }
}
