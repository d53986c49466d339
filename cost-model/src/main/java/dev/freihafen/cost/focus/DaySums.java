package dev.freihafen.cost.focus;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Quantity-seconds of each line on each UTC day: by them a line's cents are split over its days. Streaming: nothing is
 * kept per interval. Nodes are capacity, and the platform's own usage is shared out by time, so neither counts here.
 * Traffic counts on the day on which it started.
 */
public final class DaySums {

    private final Window window;
    private final RateCard card;
    private final Map<PriceKey, List<PriceSpan>> spans = new HashMap<>();
    private final Map<LineId, NavigableMap<LocalDate, BigInteger>> sums = new HashMap<>();

    public DaySums(Window window, RateCard card) {
        this.window = window;
        this.card = card;
    }

    /** Adds a fact, in any order; what lies outside the month, or has no price, adds nothing. */
    public void add(UsageInterval interval) {
        if (interval.objectKind() == ObjectKind.NODE
                || interval.workloadKind() == WorkloadKind.SYSTEM
                || interval.quantity() == 0) {
            return;
        }
        PriceKey key = PriceKey.of(interval);
        BigInteger quantity = BigInteger.valueOf(interval.quantity());
        if (interval.resource().paidByVolume()) {
            Instant start = interval.start();
            if (window.contains(start)) {
                card.priceAt(key, start)
                        .ifPresent(price -> add(LineId.of(interval, price.rate().id()), day(start), quantity));
            }
            return;
        }
        Instant from = later(interval.start(), window.from());
        Instant until = earlier(interval.chargedUntil(), window.until());
        if (!from.isBefore(until)) {
            return;
        }
        for (PriceSpan span : spans.computeIfAbsent(key, absent -> card.spans(absent, window.from(), window.until()))) {
            if (span.price() != null) {
                LineId line = LineId.of(interval, span.price().rate().id());
                addDays(line, later(from, span.from()), earlier(until, span.until()), quantity);
            }
        }
    }

    /** Adds what has been summed elsewhere: quantity-seconds of a line on a UTC day; for traffic, its quantity. */
    public void add(LineId line, LocalDate utcDay, BigInteger quantitySeconds) {
        sums.computeIfAbsent(line, absent -> new TreeMap<>()).merge(utcDay, quantitySeconds, BigInteger::add);
    }

    private void addDays(LineId line, Instant from, Instant until, BigInteger quantity) {
        Instant start = from;
        while (start.isBefore(until)) {
            LocalDate day = day(start);
            Instant end = earlier(until, start(day.plusDays(1)));
            add(line, day, quantity.multiply(seconds(start, end)));
            start = end;
        }
    }

    /** The days of a line with its quantity-seconds; empty where the facts know nothing of it. */
    NavigableMap<LocalDate, BigInteger> of(LineId line) {
        return sums.getOrDefault(line, new TreeMap<>());
    }

    /** Every UTC day that the window touches, with its seconds within the window. */
    static NavigableMap<LocalDate, BigInteger> wholeWindow(Window window) {
        NavigableMap<LocalDate, BigInteger> days = new TreeMap<>();
        Instant start = window.from();
        while (start.isBefore(window.until())) {
            Instant end = earlier(window.until(), start(day(start).plusDays(1)));
            days.put(day(start), seconds(start, end));
            start = end;
        }
        return days;
    }

    static Instant start(LocalDate utcDay) {
        return utcDay.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
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
