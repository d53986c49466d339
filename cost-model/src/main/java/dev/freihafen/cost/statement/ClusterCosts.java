package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.charge.TariffPosition;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.Ratio;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.rate.Price;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The exact costs of a cluster, in minor units over one common denominator: whatever has a price is an integer, and sums
 * need no divisor.
 */
final class ClusterCosts {

    private final BigInteger denominator;
    private final Map<TariffPosition, BigInteger> ofUsed;
    private final Map<TariffPosition, BigInteger> ofOffered;
    private final SortedMap<String, BigInteger> teams = new TreeMap<>(Utf8Order.INSTANCE);
    private final Map<String, BigInteger> reserved = new HashMap<>();
    private final Map<String, BigInteger> offered = new HashMap<>();
    private BigInteger shared = BigInteger.ZERO;
    private BigInteger unallocated = BigInteger.ZERO;
    private final @Nullable BigInteger entered;

    private ClusterCosts(
            BigInteger denominator,
            Map<TariffPosition, BigInteger> ofUsed,
            Map<TariffPosition, BigInteger> ofOffered,
            @Nullable BigInteger entered) {
        this.denominator = denominator;
        this.ofUsed = ofUsed;
        this.ofOffered = ofOffered;
        this.entered = entered;
    }

    static ClusterCosts of(ClusterUsage usage, Exchange exchange, Map<String, Fraction> scales) {
        Fraction minorUnits = Fraction.of(Money.perWhole(exchange.target()));
        Map<TariffPosition, Fraction> used = new IdentityHashMap<>();
        usage.used()
                .forEach(sum -> used.computeIfAbsent(
                        sum.position(),
                        position -> perQuantitySecond(position, exchange, scale(position, scales))
                                .times(minorUnits)));
        Map<TariffPosition, Fraction> offered = new IdentityHashMap<>();
        usage.offered()
                .forEach(sum -> offered.computeIfAbsent(
                        sum.position(),
                        position -> perQuantitySecond(position, exchange, Fraction.ONE)
                                .times(minorUnits)));
        List<Fraction> pools = exchange.terms().pools().stream()
                .filter(pool -> pool.cluster().equals(exchange.cluster()))
                .map(pool -> exchange.from(pool.currency(), Fraction.of(pool.amount()))
                        .times(minorUnits))
                .toList();
        List<Fraction> all = new ArrayList<>(used.values());
        all.addAll(offered.values());
        all.addAll(pools);
        BigInteger common = all.stream()
                .map(Fraction::denominator)
                .distinct()
                .reduce(
                        BigInteger.ONE,
                        (one, other) -> one.divide(one.gcd(other)).multiply(other));
        BigInteger entered = pools.isEmpty()
                ? null
                : pools.stream().map(value -> over(common, value)).reduce(BigInteger.ZERO, BigInteger::add);
        ClusterCosts costs = new ClusterCosts(common, over(common, used), over(common, offered), entered);
        usage.used().forEach(costs::addUsed);
        usage.offered().forEach(costs::addOffered);
        return costs;
    }

    private static Fraction perQuantitySecond(TariffPosition position, Exchange exchange, Fraction scale) {
        Price price = position.price();
        return price == null
                ? Fraction.ZERO
                : exchange.from(price.rate().currency(), price.amount(BigInteger.ONE, position.month()))
                        .times(scale);
    }

    static Fraction scale(TariffPosition position, Map<String, Fraction> scales) {
        return scales.getOrDefault(Capacity.group(position.key().resource()), Fraction.ONE);
    }

    private static Map<TariffPosition, BigInteger> over(BigInteger common, Map<TariffPosition, Fraction> exact) {
        Map<TariffPosition, BigInteger> numerators = new IdentityHashMap<>();
        exact.forEach((position, value) -> numerators.put(position, over(common, value)));
        return numerators;
    }

    private static BigInteger over(BigInteger common, Fraction value) {
        return value.numerator().multiply(common.divide(value.denominator()));
    }

    private void addUsed(ClusterUsage.Used used) {
        if (used.position().price() == null) {
            return;
        }
        BigInteger cost = numerator(used);
        reserved.merge(Capacity.group(used.position().key().resource()), cost, BigInteger::add);
        switch (used.key().kind()) {
            case USAGE -> teams.merge(used.key().team(), cost, BigInteger::add);
            case SHARED -> shared = shared.add(cost);
            case UNALLOCATED -> unallocated = unallocated.add(cost);
        }
    }

    private void addOffered(ClusterUsage.Offered sum) {
        BigInteger cost =
                ofOffered.getOrDefault(sum.position(), BigInteger.ZERO).multiply(sum.quantitySeconds());
        offered.merge(Capacity.group(sum.position().key().resource()), cost, BigInteger::add);
    }

    private BigInteger numerator(ClusterUsage.Used used) {
        return ofUsed.getOrDefault(used.position(), BigInteger.ZERO).multiply(used.quantitySeconds());
    }

    /** A line's exact amount. */
    Ratio exact(ClusterUsage.Used used) {
        return exact(numerator(used));
    }

    Ratio exact(BigInteger numerator) {
        return new Ratio(numerator, denominator);
    }

    BigInteger denominator() {
        return denominator;
    }

    /** The own usage of each team that has any with a price; shared usage excluded. */
    SortedMap<String, BigInteger> teams() {
        return teams;
    }

    BigInteger shared() {
        return shared;
    }

    private BigInteger charged() {
        return teams.values().stream()
                .reduce(BigInteger.ZERO, BigInteger::add)
                .add(shared)
                .add(unallocated);
    }

    /** What finance entered; else what nodes, volumes, load balancers and traffic cost by their rates; else null. */
    @Nullable
    BigInteger pool() {
        if (entered != null || offered.isEmpty()) {
            return entered;
        }
        return offered.values().stream()
                .reduce(BigInteger.ZERO, BigInteger::add)
                .add(reserved.getOrDefault(Capacity.NO_NODE, BigInteger.ZERO));
    }

    /** Capacity that nobody reserved, never negative; null where neither nodes nor a pool are known. */
    @Nullable
    BigInteger idle() {
        if (!offered.isEmpty()) {
            BigInteger idle = BigInteger.ZERO;
            for (Map.Entry<String, BigInteger> group : offered.entrySet()) {
                BigInteger rest = group.getValue().subtract(reserved.getOrDefault(group.getKey(), BigInteger.ZERO));
                idle = idle.add(rest.max(BigInteger.ZERO));
            }
            return idle;
        }
        return entered == null ? null : entered.subtract(charged()).max(BigInteger.ZERO);
    }

    /** The pool less everything else; null where there is none. */
    @Nullable
    BigInteger residual() {
        BigInteger pool = pool();
        BigInteger idle = idle();
        return pool == null || idle == null ? null : pool.subtract(charged()).subtract(idle);
    }
}
