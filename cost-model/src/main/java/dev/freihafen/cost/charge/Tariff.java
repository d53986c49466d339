package dev.freihafen.cost.charge;

import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.rate.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The prices of one key through a window, cut at every change and, for prices per month, at the months. */
final class Tariff {

    private final PriceKey key;
    private final long[] from;
    private final long[] until;
    private final TariffPosition[] positions;

    private Tariff(PriceKey key, long[] from, long[] until, TariffPosition[] positions) {
        this.key = key;
        this.from = from;
        this.until = until;
        this.positions = positions;
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
        Map<Divisor, TariffPosition> priced = new HashMap<>();
        TariffPosition[] positions = spans.stream()
                .map(span -> {
                    Price price = span.price();
                    Duration month = monthly(span) ? Window.monthAround(span.from(), window.zone()) : Duration.ZERO;
                    TariffPosition position = new TariffPosition(key, price, month, span.from(), span.until());
                    return price == null
                            ? position
                            : priced.computeIfAbsent(new Divisor(price, month), absent -> position);
                })
                .toArray(TariffPosition[]::new);
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

    TariffPosition position(int span) {
        return positions[span];
    }

    /** The span around an instant in epoch seconds; the first for one before them; -1 after the last. */
    int spanAt(long second) {
        int found = Arrays.binarySearch(from, second);
        int span = found >= 0 ? found : Math.max(0, -found - 2);
        return span < from.length && second < until[span] ? span : -1;
    }
}
