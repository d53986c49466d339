package dev.freihafen.cost.rate;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.Resource.Accelerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rates in the order of their rows, and the rule by which one of them wins.
 *
 * <p>At every instant the most specific rate valid then wins: cluster counts first, then hardware class, then capacity
 * type. Of equal scopes the later validFrom wins. A newer general price never replaces an older specific one. A slice
 * without a rate of its own is paid by its whole device's rate x g/maximum. Where none is valid there is no price: that
 * is unknown, never zero.
 */
public final class RateCard {

    private static final Comparator<Rate> WINS =
            Comparator.<Rate>comparingInt(rate -> rate.scope().specificity()).thenComparing(Rate::validFrom);

    private final List<Rate> rates;
    private final Map<Resource, List<Rate>> byResource = new HashMap<>();
    private final Map<String, Integer> rowNumbers = new HashMap<>();

    private final List<Rate> own;

    /** Asked where this card's own rates have no price. */
    private final @Nullable RateCard next;

    private RateCard(List<Rate> own, @Nullable RateCard next) {
        this.own = List.copyOf(own);
        this.next = next;
        List<Rate> all = new ArrayList<>(own);
        if (next != null) {
            all.addAll(next.rates);
        }
        this.rates = List.copyOf(all);
        for (Rate rate : own) {
            byResource
                    .computeIfAbsent(rate.resource(), resource -> new ArrayList<>())
                    .add(rate);
        }
        for (Rate rate : rates) {
            rowNumbers.put(rate.id(), rowNumbers.size() + 1);
        }
    }

    /** @throws InvalidFact with the first of {@link #faults} */
    public static RateCard of(List<Rate> rates) {
        for (Fault fault : faults(rates)) {
            throw new InvalidFact(fault.column(), "row " + fault.row() + " " + fault.reason());
        }
        return new RateCard(rates, null);
    }

    /**
     * This card, and where it has no price the other's. No price of this card changes; rows of the other whose id this
     * card knows are left out.
     */
    public RateCard completedBy(RateCard other) {
        List<Rate> more = other.rates.stream()
                .filter(rate -> !rowNumbers.containsKey(rate.id()))
                .toList();
        if (more.isEmpty()) {
            return this;
        }
        RateCard rest = new RateCard(more, null);
        return new RateCard(own, next == null ? rest : next.completedBy(rest));
    }

    /** All rows that contradict an earlier one: the same id, or the same scope with the same validFrom. */
    public static List<Fault> faults(List<Rate> rates) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        Map<Dated, Integer> dated = new HashMap<>();
        for (int row = 1; row <= rates.size(); row++) {
            Rate rate = rates.get(row - 1);
            Integer sameId = ids.putIfAbsent(rate.id(), row);
            if (sameId != null) {
                faults.add(new Fault(row, "id", "has the id of row " + sameId + "; every rate needs its own"));
            }
            Integer same = dated.putIfAbsent(new Dated(rate.scope(), rate.validFrom()), row);
            if (same != null) {
                faults.add(new Fault(
                        row,
                        "validFrom",
                        "has the same cluster, resource, hardwareClass, capacityType and validFrom as row " + same
                                + "; a changed price needs a later validFrom"));
            }
        }
        return faults;
    }

    /** A row that is refused; rows count from 1. */
    public record Fault(int row, String column, String reason) {}

    private record Dated(Rate.Scope scope, Instant validFrom) {}

    /** In the order of the rows. */
    public List<Rate> rates() {
        return rates;
    }

    /** The place of a rate in its card, from 1; ties in rounding go by it. */
    public int rowNumber(Rate rate) {
        Integer number = rowNumbers.get(rate.id());
        if (number == null) {
            throw new IllegalArgumentException("the rate " + rate.id() + " is not of this card");
        }
        return number;
    }

    /** The price that applies to usage at an instant; empty where no rate is valid. */
    public Optional<Price> priceAt(PriceKey key, Instant instant) {
        return ownPriceAt(key, instant).or(() -> next == null ? Optional.empty() : next.priceAt(key, instant));
    }

    private Optional<Price> ownPriceAt(PriceKey key, Instant instant) {
        Optional<Price> own = winner(key, key.resource(), instant).map(rate -> new Price(rate, Fraction.ONE));
        if (own.isPresent() || !(key.resource() instanceof Accelerator accelerator) || !accelerator.isSlice()) {
            return own;
        }
        return Slices.share(accelerator)
                .flatMap(share -> winner(key, accelerator.whole(), instant).map(rate -> new Price(rate, share)));
    }

    private Optional<Rate> winner(PriceKey key, Resource priced, Instant instant) {
        return candidates(priced).stream()
                .filter(rate -> rate.scope().covers(key, priced) && rate.validAt(instant))
                .max(WINS);
    }

    private List<Rate> candidates(Resource resource) {
        return byResource.getOrDefault(resource, List.of());
    }

    /**
     * Cuts a time at every change of price.
     *
     * @return touching spans from {@code from} to {@code until}; none if that is empty
     */
    public List<PriceSpan> spans(PriceKey key, Instant from, Instant until) {
        NavigableSet<Instant> cuts = new TreeSet<>(Set.of(until));
        for (Rate rate : applicable(key)) {
            addWithin(cuts, rate.validFrom(), from, until);
            addWithin(cuts, rate.validUntil(), from, until);
        }
        List<PriceSpan> spans = new ArrayList<>();
        Instant start = from;
        for (Instant cut : cuts) {
            if (cut.isAfter(start)) {
                spans.add(new PriceSpan(start, cut, priceAt(key, start).orElse(null)));
                start = cut;
            }
        }
        return spans;
    }

    /** All instants within a time, its ends excluded, at which any rate starts or ends. */
    public NavigableSet<Instant> changesWithin(Instant from, Instant until) {
        NavigableSet<Instant> cuts = new TreeSet<>();
        for (Rate rate : rates) {
            addWithin(cuts, rate.validFrom(), from, until);
            addWithin(cuts, rate.validUntil(), from, until);
        }
        return cuts;
    }

    private Set<Rate> applicable(PriceKey key) {
        Set<Resource> priced = new HashSet<>(Set.of(key.resource()));
        if (key.resource() instanceof Accelerator accelerator) {
            priced.add(accelerator.whole());
        }
        Set<Rate> applicable = new HashSet<>();
        for (Resource resource : priced) {
            candidates(resource).stream()
                    .filter(rate -> rate.scope().covers(key, resource))
                    .forEach(applicable::add);
        }
        if (next != null) {
            applicable.addAll(next.applicable(key));
        }
        return applicable;
    }

    private static void addWithin(NavigableSet<Instant> cuts, @Nullable Instant cut, Instant from, Instant until) {
        if (cut != null && cut.isAfter(from) && cut.isBefore(until)) {
            cuts.add(cut);
        }
    }
}
