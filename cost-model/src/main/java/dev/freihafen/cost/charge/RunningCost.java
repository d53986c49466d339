package dev.freihafen.cost.charge;

import static java.util.stream.Collectors.groupingBy;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.LargestRemainder;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a team's work has cost so far, while it runs.
 *
 * <p>Between two instants at which nothing started, ended or changed its price, {@code exact} grows by price per hour x
 * seconds / 3600 (but for the rounding of its last digit). Each {@code exact} is rounded half up on its own, so those of
 * the items sum to the whole's but for half a last digit each; the amounts sum exactly.
 *
 * @param currency null if nothing has a price
 * @param amount minor units (cents) of the currency, half up
 * @param exact whole units of the currency, scale 9
 * @param asOf charged up to here
 * @param pricePerHour of what holds at asOf; of nothing if asOf lies outside the window
 * @param items by workload kind, then name; their amounts sum to {@code amount}
 * @param unpriced usage without a rate; if there is any, the true cost is unknown
 */
public record RunningCost(
        @Nullable Currency currency,
        BigInteger amount,
        BigDecimal exact,
        Instant asOf,
        PricePerHour pricePerHour,
        List<Item> items,
        List<Unpriced> unpriced) {

    /** Digits after the point of {@code exact}. */
    public static final int SCALE = 9;

    public RunningCost {
        items = List.copyOf(items);
        unpriced = List.copyOf(unpriced);
    }

    /** The part of one workload; the fields are those of the whole. */
    public record Item(
            Workload workload,
            BigInteger amount,
            BigDecimal exact,
            PricePerHour pricePerHour,
            List<Unpriced> unpriced) {}

    /**
     * Takes of the intervals the team's own usage; shared usage of the platform is nobody's yet.
     *
     * @param intervals from the ledger, at least all of the team that touch the window; open ones with a lastSeen that
     *     their cluster's watermark has moved on
     * @param asOf up to when the cluster is known: its watermark. Nothing after it is charged
     * @throws MixedCurrencies if rates of two currencies apply
     */
    public static RunningCost ofTeam(
            String team, Collection<UsageInterval> intervals, RateCard card, Window window, Instant asOf) {
        List<UsageInterval> own = intervals.stream()
                .filter(interval -> LineKind.of(interval) == LineKind.USAGE)
                .filter(interval -> interval.team().equals(team))
                .toList();
        Charges charges = Charges.of(own, card, window.upTo(asOf));
        boolean live = !asOf.isBefore(window.from()) && !asOf.isAfter(window.until());
        List<UsageInterval> running =
                own.stream().filter(interval -> live && interval.holdsAt(asOf)).toList();
        PricePerHour pricePerHour = PricePerHour.running(running, card, asOf, window.zone());
        Currency currency = currency(charges, pricePerHour);
        List<Part> parts = parts(charges, running, card, asOf, window.zone());
        Fraction exact = parts.stream().map(Part::exact).reduce(Fraction.ZERO, Fraction::plus);
        BigInteger amount = minorUnits(exact, currency).roundedHalfUp();
        return new RunningCost(
                currency,
                amount,
                exact.decimal(SCALE),
                asOf.isAfter(window.until()) ? window.until() : asOf,
                pricePerHour,
                items(parts, amount, currency),
                charges.unpriced());
    }

    private static @Nullable Currency currency(Charges charges, PricePerHour pricePerHour) {
        Set<Currency> currencies = new HashSet<>();
        charges.charges().forEach(charge -> currencies.add(charge.currency()));
        Currency perHour = pricePerHour.currency();
        if (perHour != null) {
            currencies.add(perHour);
        }
        if (currencies.size() > 1) {
            throw new MixedCurrencies("to one team", currencies);
        }
        return currencies.isEmpty() ? null : currencies.iterator().next();
    }

    private static List<Part> parts(
            Charges charges, List<UsageInterval> running, RateCard card, Instant asOf, ZoneId zone) {
        Map<Workload, List<UsageInterval>> runningOf = running.stream().collect(groupingBy(Workload::of));
        Map<Workload, List<Charge>> chargesOf = charges.charges().stream()
                .collect(groupingBy(charge -> charge.key().workload()));
        Map<Workload, List<Unpriced>> unpricedOf = charges.unpriced().stream()
                .collect(groupingBy(line -> line.key().workload()));
        Set<Workload> workloads = new TreeSet<>(Workload.ORDER);
        workloads.addAll(runningOf.keySet());
        workloads.addAll(chargesOf.keySet());
        workloads.addAll(unpricedOf.keySet());
        return workloads.stream()
                .map(workload -> new Part(
                        workload,
                        chargesOf.getOrDefault(workload, List.of()).stream()
                                .map(Charge::exact)
                                .reduce(Fraction.ZERO, Fraction::plus),
                        PricePerHour.running(runningOf.getOrDefault(workload, List.of()), card, asOf, zone),
                        unpricedOf.getOrDefault(workload, List.of())))
                .toList();
    }

    private static List<Item> items(List<Part> parts, BigInteger amount, @Nullable Currency currency) {
        List<BigInteger> amounts = LargestRemainder.split(
                amount,
                parts,
                part -> minorUnits(part.exact, currency),
                Comparator.comparing(Part::workload, Workload.ORDER));
        List<Item> items = new ArrayList<>();
        for (int place = 0; place < parts.size(); place++) {
            Part part = parts.get(place);
            items.add(new Item(
                    part.workload, amounts.get(place), part.exact.decimal(SCALE), part.pricePerHour, part.unpriced));
        }
        return items;
    }

    private static Fraction minorUnits(Fraction exact, @Nullable Currency currency) {
        return currency == null ? Fraction.ZERO : Money.minorUnits(exact, currency);
    }

    /** An item before rounding. */
    private record Part(Workload workload, Fraction exact, PricePerHour pricePerHour, List<Unpriced> unpriced) {}
}
