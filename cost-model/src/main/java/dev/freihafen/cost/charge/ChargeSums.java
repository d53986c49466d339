package dev.freihafen.cost.charge;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.rate.Unit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums whole quantity-seconds per line and rate row, so that each sum is divided once. */
final class ChargeSums {

    private final RateCard card;
    private final Window window;
    private final Map<PriceKey, List<PriceSpan>> spans = new HashMap<>();
    private final Map<Priced, BigInteger> priced = new HashMap<>();
    private final Map<LineKey, Unpriced> unpriced = new HashMap<>();

    ChargeSums(RateCard card, Window window) {
        this.card = card;
        this.window = window;
    }

    /** One divisor: a price per month has another in each month; for the other units the month is zero long. */
    private record Priced(LineKey key, Price price, Duration month) {}

    private record Line(LineKey key, Price price) {}

    void add(UsageInterval interval) {
        if (interval.objectKind() == ObjectKind.NODE || interval.quantity() == 0) {
            return;
        }
        if (interval.resource().paidByVolume()) {
            addVolume(interval);
        } else {
            addTime(interval);
        }
    }

    private void addVolume(UsageInterval interval) {
        Instant start = interval.start();
        if (window.contains(start)) {
            Price price = card.priceAt(PriceKey.of(interval), start).orElse(null);
            add(interval, price, Duration.ZERO, start, interval.chargedUntil(), BigInteger.ONE);
        }
    }

    private void addTime(UsageInterval interval) {
        PriceKey key = PriceKey.of(interval);
        List<PriceSpan> priceSpans =
                spans.computeIfAbsent(key, absent -> card.spans(absent, window.from(), window.until()));
        for (PriceSpan span : priceSpans) {
            Instant from = later(interval.start(), span.from());
            Instant until = earlier(interval.chargedUntil(), span.until());
            Price price = span.price();
            if (!from.isBefore(until)) {
                continue;
            }
            if (price != null && price.rate().unit() == Unit.GIB_MONTH) {
                for (Window.MonthSpan part : Window.months(from, until, window.zone())) {
                    add(interval, price, part.month(), part.from(), part.until(), seconds(part.from(), part.until()));
                }
            } else {
                add(interval, price, Duration.ZERO, from, until, seconds(from, until));
            }
        }
    }

    private void add(
            UsageInterval interval,
            @Nullable Price price,
            Duration month,
            Instant from,
            Instant until,
            BigInteger times) {
        LineKey key = LineKey.of(interval);
        BigInteger quantity = BigInteger.valueOf(interval.quantity()).multiply(times);
        if (price == null) {
            unpriced.merge(key, new Unpriced(key, quantity, from, until), ChargeSums::join);
        } else {
            priced.merge(new Priced(key, price, month), quantity, BigInteger::add);
        }
    }

    private static Unpriced join(Unpriced one, Unpriced other) {
        return new Unpriced(
                one.key(),
                one.quantitySeconds().add(other.quantitySeconds()),
                earlier(one.from(), other.from()),
                later(one.until(), other.until()));
    }

    Charges charges() {
        Map<Line, Charge> lines = new HashMap<>();
        priced.forEach((sum, quantitySeconds) -> {
            Fraction exact = sum.price().amount(quantitySeconds, sum.month());
            lines.merge(
                    new Line(sum.key(), sum.price()),
                    new Charge(sum.key(), sum.price().rate(), quantitySeconds, exact),
                    ChargeSums::join);
        });
        Comparator<Charge> order = Comparator.comparing(Charge::key, LineKey.BEFORE_RATE)
                .thenComparingInt(charge -> card.rowNumber(charge.rate()))
                .thenComparing(Charge::key, LineKey.AFTER_RATE);
        return new Charges(
                lines.values().stream().sorted(order).toList(),
                unpriced.values().stream()
                        .sorted(Comparator.comparing(
                                Unpriced::key, LineKey.BEFORE_RATE.thenComparing(LineKey.AFTER_RATE)))
                        .toList());
    }

    private static Charge join(Charge one, Charge other) {
        return new Charge(
                one.key(),
                one.rate(),
                one.quantitySeconds().add(other.quantitySeconds()),
                one.exact().plus(other.exact()));
    }

    private static BigInteger seconds(Instant from, Instant until) {
        return BigInteger.valueOf(Duration.between(from, until).toSeconds());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
