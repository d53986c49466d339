package dev.freihafen.cost.charge;

import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.rate.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prices of one key through a window, cut at every change and, for prices per month, at the months. */
final class Tariff {

    private final PriceKey key;
    private final long[] from;
    private final long[] until;
    private final Position[] positions;

    private Tariff(PriceKey key, long[] from, long[] until, Position[] positions) {
        this.key = key;
        this.from = from;
        this.until = until;
        this.positions = positions;
    }

    /**
     * Usage of one key that is summed together, as one divisor serves it. Each is its own: two of one tariff are equal
     * only if they are the same.
     */
    static final class Position {
        private final PriceKey key;
        private final @Nullable Price price;
        private final Duration month;
        private final Instant from;
        private final Instant until;

        private Position(PriceKey key, @Nullable Price price, Duration month, Instant from, Instant until) {
            this.key = key;
            this.price = price;
            this.month = month;
            this.from = from;
            this.until = until;
        }

        PriceKey key() {
            return key;
        }

        /** Null where no rate applies. */
        @Nullable
        Price price() {
            return price;
        }

        /** Length of the month for prices per month, else zero. */
        Duration month() {
            return month;
        }

        /** Where the first span begins. */
        Instant from() {
            return from;
        }

        /** Where the first span ends; an unpriced position has one span. */
        Instant until() {
            return until;
        }
    }

    private record Divisor(Price price, Duration month) {}

    static Tariff of(PriceKey key, RateCard card, Window window) {
        List<PriceSpan> spans = new ArrayList<>();
        for (PriceSpan span : card.spans(key, window.from(), window.until())) {
            if (monthly(span)) {
                Window.months(span.from(), span.until(), window.zone())
                        .forEach(month -> spans.add(new PriceSpan(month.from(), month.until(), span.price())));
            } else {
                spans.add(span);
            }
        }
        Map<Divisor, Position> priced = new HashMap<>();
        Position[] positions = spans.stream()
                .map(span -> {
                    Price price = span.price();
                    Duration month = monthly(span) ? Window.monthAround(span.from(), window.zone()) : Duration.ZERO;
                    Position position = new Position(key, price, month, span.from(), span.until());
                    return price == null
                            ? position
                            : priced.computeIfAbsent(new Divisor(price, month), absent -> position);
                })
                .toArray(Position[]::new);
        return new Tariff(
                key,
                spans.stream().mapToLong(span -> span.from().getEpochSecond()).toArray(),
                spans.stream().mapToLong(span -> span.until().getEpochSecond()).toArray(),
                positions);
    }

    private static boolean monthly(PriceSpan span) {
        Price price = span.price();
        return price != null && price.rate().unit() == Unit.GIB_MONTH;
    }

    /** The one object of equal keys. */
    PriceKey key() {
        return key;
    }

    int spans() {
        return from.length;
    }

    long from(int span) {
        return from[span];
    }

    long until(int span) {
        return until[span];
    }

    Position position(int span) {
        return positions[span];
    }

    /** The span around an instant in epoch seconds; the first for one before them; -1 after the last. */
    int spanAt(long second) {
        int found = Arrays.binarySearch(from, second);
        int span = found >= 0 ? found : Math.max(0, -found - 2);
        return span < from.length && second < until[span] ? span : -1;
    }
}
