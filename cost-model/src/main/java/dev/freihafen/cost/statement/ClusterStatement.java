package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.LineKey;
import dev.freihafen.cost.charge.LineKind;
import dev.freihafen.cost.charge.TariffPosition;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.Ratio;
import dev.freihafen.cost.exact.RoundingTree;
import dev.freihafen.cost.rate.Price;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a statement that is one cluster's.
 *
 * @param total null if nothing in the cluster has a price and no currency is asked for
 */
record ClusterStatement(List<StatementLine> lines, @Nullable ClusterTotal total, List<Warning> warnings) {

    static ClusterStatement of(String cluster, ClusterUsage usage, Terms terms) {
        Optional<Exchange> exchange = Exchange.of(cluster, usage, terms);
        List<Item> items = unpriced(usage);
        if (exchange.isEmpty()) {
            Collections.sort(items);
            List<StatementLine> lines =
                    items.stream().map(item -> item.line(cluster, null, null)).toList();
            return new ClusterStatement(lines, null, Warnings.of(cluster, usage, Map.of()));
        }
        Map<String, Fraction> scales = Capacity.scales(usage);
        ClusterCosts costs = ClusterCosts.of(usage, exchange.get(), scales);
        addUsage(items, usage, costs, exchange.get(), scales);
        BigInteger pool = null;
        if (usage.priced()) {
            pool = costs.pool();
            addUnused(items, usage, costs, terms.policy(cluster));
        }
        Collections.sort(items);
        Rounded rounded = Rounded.of(items, pool == null ? null : costs.exact(pool));
        return rounded.statement(cluster, exchange.get(), pool != null, Warnings.of(cluster, usage, scales));
    }

    private static List<Item> unpriced(ClusterUsage usage) {
        Map<LineKey, Gap> gaps = new HashMap<>();
        for (ClusterUsage.Used used : usage.used()) {
            if (used.position().price() == null) {
                gaps.merge(used.key(), Gap.of(used), Gap::plus);
            }
        }
        List<Item> items = new ArrayList<>();
        gaps.forEach((key, gap) -> {
            Tag tag = Tag.unpriced(gap.position());
            items.add(new Item(
                    key.team(),
                    key.workloadKind().text(),
                    key.workloadName(),
                    key.step(),
                    Kind.UNPRICED,
                    tag,
                    tag.quantity(gap.quantitySeconds()),
                    null,
                    "no rate between " + gap.from() + " and " + gap.until()));
        });
        return items;
    }

    private static void addUsage(
            List<Item> items, ClusterUsage usage, ClusterCosts costs, Exchange exchange, Map<String, Fraction> scales) {
        Map<TariffPosition, Tag> tags = new IdentityHashMap<>();
        for (ClusterUsage.Used used : usage.used()) {
            Price price = used.position().price();
            LineKey key = used.key();
            if (price == null || key.kind() == LineKind.SHARED) {
                continue;
            }
            Tag tag = tags.computeIfAbsent(
                    used.position(),
                    position -> Tag.of(position, price, ClusterCosts.scale(position, scales), exchange));
            items.add(new Item(
                    key.team(),
                    key.workloadKind().text(),
                    key.workloadName(),
                    key.step(),
                    key.kind() == LineKind.USAGE ? Kind.USAGE : Kind.UNALLOCATED,
                    tag,
                    tag.quantity(used.quantitySeconds()),
                    costs.exact(used),
                    tag.note()));
        }
    }

    /** What nobody used for itself; only known where everything has a price. */
    private static void addUnused(List<Item> items, ClusterUsage usage, ClusterCosts costs, Policy policy) {
        BigInteger idle = costs.idle();
        if (idle != null) {
            items.addAll(Split.idle(idle, policy.idle(), costs));
        }
        if (usage.used().stream().anyMatch(used -> used.key().kind() == LineKind.SHARED)) {
            items.addAll(Split.shared(costs.shared(), policy.shared(), costs));
        }
        BigInteger residual = costs.residual();
        if (residual != null) {
            items.add(Item.unused("", Kind.RESIDUAL, costs.exact(residual), "pool less everything else"));
        }
    }

    /** Items with their minor units, in their order. */
    private record Rounded(List<Item> items, List<@Nullable BigInteger> units, BigInteger total) {

        /** @param pool the exact total; null: the sum of the items is the total */
        static Rounded of(List<Item> items, @Nullable Ratio pool) {
            Map<Item.Part, List<Ratio>> amounts = new HashMap<>();
            for (Item item : items) {
                if (item.exact() != null) {
                    amounts.computeIfAbsent(item.part(), part -> new ArrayList<>())
                            .add(item.amount());
                }
            }
            List<Item.Part> order = amounts.keySet().stream().sorted().toList();
            List<List<Ratio>> parts = order.stream()
                    .map(part -> amounts.getOrDefault(part, List.of()))
                    .toList();
            BigInteger total = pool == null ? RoundingTree.total(parts) : pool.roundedHalfUp();
            Map<Item.Part, Iterator<BigInteger>> rounded = new HashMap<>();
            List<List<BigInteger>> unitsOfParts = RoundingTree.round(total, parts);
            for (int part = 0; part < order.size(); part++) {
                rounded.put(order.get(part), unitsOfParts.get(part).iterator());
            }
            List<@Nullable BigInteger> units = new ArrayList<>(items.size());
            for (Item item : items) {
                units.add(
                        item.exact() == null
                                ? null
                                : Objects.requireNonNull(rounded.get(item.part()))
                                        .next());
            }
            return new Rounded(items, units, total);
        }

        ClusterStatement statement(String cluster, Exchange exchange, boolean pooled, List<Warning> warnings) {
            List<StatementLine> lines = new ArrayList<>(items.size());
            Map<Kind, BigInteger> central = new HashMap<>();
            BigInteger teams = BigInteger.ZERO;
            for (int place = 0; place < items.size(); place++) {
                Item item = items.get(place);
                BigInteger amount = units.get(place);
                lines.add(item.line(cluster, amount, exchange.target()));
                if (amount != null && item.team().isEmpty()) {
                    central.merge(item.kind(), amount, BigInteger::add);
                } else if (amount != null) {
                    teams = teams.add(amount);
                }
            }
            ClusterTotal sums = new ClusterTotal(
                    cluster,
                    exchange.target(),
                    pooled ? total : null,
                    teams,
                    central.getOrDefault(Kind.IDLE, BigInteger.ZERO),
                    central.getOrDefault(Kind.SHARED, BigInteger.ZERO),
                    central.getOrDefault(Kind.UNALLOCATED, BigInteger.ZERO),
                    central.getOrDefault(Kind.RESIDUAL, BigInteger.ZERO),
                    BigInteger.ZERO);
            return new ClusterStatement(lines, sums, warnings);
        }
    }
}
