package dev.freihafen.cost.charge;

import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Sums whole quantity-seconds per line and rate row, so that each sum is divided once. Intervals stream by and are not
 * kept; equal keys and texts are kept once. Nodes are summed apart: they are capacity and never charged.
 */
public final class QuantitySums {

    private final RateCard card;
    private final Window window;
    private final long windowFrom;
    private final long windowUntil;
    private final Map<PriceKey, Tariff> tariffs = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<TariffPosition, Map<LineKey, QuantitySum>> usage = new IdentityHashMap<>();
    private final Map<TariffPosition, QuantitySum> capacity = new HashMap<>();

    public QuantitySums(RateCard card, Window window) {
        this.card = card;
        this.window = window;
        this.windowFrom = window.from().getEpochSecond();
        this.windowUntil = window.until().getEpochSecond();
    }

    /** Takes sums of usage. */
    public interface UsageVisitor {
        /**
         * @param firstUsed first instant of the usage
         * @param lastUsed end of the last time of the usage
         */
        void visit(
                LineKey key, TariffPosition position, BigInteger quantitySeconds, Instant firstUsed, Instant lastUsed);
    }

    /** Takes sums of nodes' capacity. */
    public interface CapacityVisitor {
        void visit(TariffPosition position, BigInteger quantitySeconds);
    }

    /** Adds what an interval reserved within the window. */
    public void add(UsageInterval interval) {
        long quantity = interval.quantity();
        long start = interval.start().getEpochSecond();
        long end = interval.chargedUntil().getEpochSecond();
        if (quantity == 0 || start >= windowUntil) {
            return;
        }
        Tariff tariff = tariff(PriceKey.of(interval));
        if (interval.resource().paidByVolume()) {
            if (start >= windowFrom) {
                sum(interval, tariff, tariff.spanAt(start)).add(quantity, 1, start, end);
            }
            return;
        }
        long from = Math.max(start, windowFrom);
        int first = tariff.spanAt(from);
        for (int span = first; span >= 0 && span < tariff.spans() && tariff.from(span) < end; span++) {
            long heldFrom = Math.max(from, tariff.from(span));
            long heldUntil = Math.min(end, tariff.until(span));
            if (heldFrom < heldUntil) {
                sum(interval, tariff, span).add(quantity, heldUntil - heldFrom, heldFrom, heldUntil);
            }
        }
    }

    /**
     * Adds what is summed already, of usage within one span in which its price does not change.
     *
     * @param from an instant within that span
     * @throws IllegalArgumentException if it lies outside the window
     */
    public void add(LineKey key, ObjectKind objectKind, Instant from, BigInteger quantitySeconds) {
        if (!window.contains(from)) {
            throw new IllegalArgumentException(from + " lies outside " + window.from() + " to " + window.until());
        }
        if (quantitySeconds.signum() == 0) {
            return;
        }
        Tariff tariff = tariff(key.price());
        int span = tariff.spanAt(from.getEpochSecond());
        TariffPosition position = tariff.position(span);
        QuantitySum sum = objectKind == ObjectKind.NODE ? ofCapacity(position) : ofUsage(key, position, tariff);
        sum.add(quantitySeconds, tariff.from(span), tariff.until(span));
    }

    private Tariff tariff(PriceKey key) {
        Tariff known = tariffs.get(key);
        if (known != null) {
            return known;
        }
        PriceKey kept =
                new PriceKey(kept(key.cluster()), key.resource(), kept(key.hardwareClass()), key.capacityType());
        Tariff tariff = Tariff.of(kept, card, window);
        tariffs.put(kept, tariff);
        return tariff;
    }

    private QuantitySum sum(UsageInterval interval, Tariff tariff, int span) {
        TariffPosition position = tariff.position(span);
        return interval.objectKind() == ObjectKind.NODE
                ? ofCapacity(position)
                : ofUsage(LineKey.of(interval, tariff.key()), position, tariff);
    }

    private QuantitySum ofCapacity(TariffPosition position) {
        return capacity.computeIfAbsent(position, absent -> new QuantitySum());
    }

    private QuantitySum ofUsage(LineKey line, TariffPosition position, Tariff tariff) {
        Map<LineKey, QuantitySum> lines = usage.computeIfAbsent(position, absent -> new HashMap<>());
        QuantitySum known = lines.get(line);
        if (known != null) {
            return known;
        }
        LineKey kept = new LineKey(
                line.kind(),
                kept(line.team()),
                line.workloadKind(),
                kept(line.workloadName()),
                kept(line.step()),
                tariff.key());
        QuantitySum sum = new QuantitySum();
        lines.put(kept, sum);
        return sum;
    }

    private String kept(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** Tells all sums of usage, in no order; unpriced usage of a line may come as several sums. */
    public void usage(UsageVisitor visitor) {
        usage.forEach((position, lines) -> lines.forEach((line, sum) -> visitor.visit(
                line,
                position,
                sum.quantitySeconds(),
                Instant.ofEpochSecond(sum.from()),
                Instant.ofEpochSecond(sum.until()))));
    }

    /** Tells all sums of nodes, in no order. */
    public void capacity(CapacityVisitor visitor) {
        capacity.forEach((position, sum) -> visitor.visit(position, sum.quantitySeconds()));
    }
}
