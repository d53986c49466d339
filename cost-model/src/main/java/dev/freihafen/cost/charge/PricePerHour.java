package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reservations cost per hour at an instant. Traffic has no price per hour and counts as nothing.
 *
 * @param exact whole units of the currency; of the priced reservations only
 * @param currency null if nothing has a price
 * @param unpriced reservations without a rate, ordered by their sentence; if there is any, the price is unknown
 */
public record PricePerHour(Fraction exact, @Nullable Currency currency, List<PriceKey> unpriced) {

    public PricePerHour {
        unpriced = unpriced.stream()
                .sorted(Comparator.comparing(PriceKey::sentence))
                .toList();
    }

    /**
     * A quote: what quantities cost while they are reserved.
     *
     * @param reserved base units by what decides their price
     * @param at whose rates apply; its month in {@code zone} gives prices per month their hours
     * @throws InvalidFact if a quantity is negative
     * @throws MixedCurrencies if rates of two currencies apply
     */
    public static PricePerHour quote(Map<PriceKey, Long> reserved, RateCard card, Instant at, ZoneId zone) {
        Map<PriceKey, BigInteger> quantities = new HashMap<>();
        reserved.forEach((key, quantity) -> {
            if (quantity < 0) {
                throw new InvalidFact("quantity", quantity + " of " + key.sentence() + " is negative");
            }
            quantities.put(key, BigInteger.valueOf(quantity));
        });
        return of(quantities, card, at, zone);
    }

    /** What the intervals that hold at an instant cost per hour; nodes are capacity and cost nothing. */
    public static PricePerHour running(Collection<UsageInterval> intervals, RateCard card, Instant at, ZoneId zone) {
        Map<PriceKey, BigInteger> quantities = new HashMap<>();
        for (UsageInterval interval : intervals) {
            if (interval.objectKind() != ObjectKind.NODE && interval.holdsAt(at)) {
                quantities.merge(PriceKey.of(interval), BigInteger.valueOf(interval.quantity()), BigInteger::add);
            }
        }
        return of(quantities, card, at, zone);
    }

    private static PricePerHour of(Map<PriceKey, BigInteger> reserved, RateCard card, Instant at, ZoneId zone) {
        Duration month = Window.monthAround(at, zone);
        PricePerHour sum = new PricePerHour(Fraction.ZERO, null, List.of());
        for (Map.Entry<PriceKey, BigInteger> entry : reserved.entrySet()) {
            PriceKey key = entry.getKey();
            if (entry.getValue().signum() == 0 || key.resource().paidByVolume()) {
                continue;
            }
            Optional<Price> price = card.priceAt(key, at);
            sum = sum.plus(price.map(found -> new PricePerHour(
                            found.perHour(entry.getValue(), month), found.rate().currency(), List.of()))
                    .orElseGet(() -> new PricePerHour(Fraction.ZERO, null, List.of(key))));
        }
        return sum;
    }

    private PricePerHour plus(PricePerHour other) {
        if (currency != null && other.currency != null && !currency.equals(other.currency)) {
            throw new MixedCurrencies("at the same time", List.of(currency, other.currency));
        }
        List<PriceKey> keys = new ArrayList<>(unpriced);
        keys.addAll(other.unpriced);
        return new PricePerHour(exact.plus(other.exact), currency != null ? currency : other.currency, keys);
    }

    /** The amount per hour in whole units of the currency, scale 9. */
    public BigDecimal amount() {
        return exact.decimal(RunningCost.SCALE);
    }

    /** Whether every reservation has a price. */
    public boolean complete() {
        return unpriced.isEmpty();
    }
}
