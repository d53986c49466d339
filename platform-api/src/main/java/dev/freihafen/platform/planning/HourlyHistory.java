package dev.freihafen.platform.planning;

import dev.freihafen.cost.charge.Charges;
import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.forecast.HourlyCosts;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each hour has cost, from the intervals of a team. Pure.
 *
 * @param currency null if nothing has a price
 * @param complete whether all of it has a price
 */
record HourlyHistory(HourlyCosts costs, @Nullable Currency currency, boolean complete) {

    /**
     * Begins with the hour of the first usage, but not before {@code from}; ends with the last whole hour before {@code
     * until}.
     *
     * @param from a whole hour
     * @throws MixedCurrencies if rates of two currencies apply
     */
    static HourlyHistory of(Collection<UsageInterval> intervals, RateCard card, Instant from, Instant until) {
        Instant first = intervals.stream()
                .map(UsageInterval::start)
                .min(Instant::compareTo)
                .map(start -> start.truncatedTo(ChronoUnit.HOURS))
                .filter(start -> start.isAfter(from))
                .orElse(from);
        int hours = (int) Math.max(0, Duration.between(first, until).toHours());
        List<List<UsageInterval>> held = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            held.add(new ArrayList<>());
        }
        for (UsageInterval interval : intervals) {
            int begin =
                    (int) Math.max(0, Duration.between(first, interval.start()).toHours());
            Instant end = interval.chargedUntil();
            for (int hour = begin;
                    hour < hours && first.plus(Duration.ofHours(hour)).isBefore(end);
                    hour++) {
                held.get(hour).add(interval);
            }
        }
        List<Fraction> costs = new ArrayList<>();
        Set<Currency> currencies = new HashSet<>();
        boolean complete = true;
        for (int hour = 0; hour < hours; hour++) {
            Instant begin = first.plus(Duration.ofHours(hour));
            Window window = new Window(begin, begin.plus(Duration.ofHours(1)), ZoneOffset.UTC);
            Charges charges = Charges.of(held.get(hour), card, window);
            currencies.addAll(charges.totals().keySet());
            complete = complete && charges.complete();
            costs.add(charges.totals().values().stream().reduce(Fraction.ZERO, Fraction::plus));
        }
        if (currencies.size() > 1) {
            throw new MixedCurrencies("to one team", currencies);
        }
        return new HourlyHistory(
                new HourlyCosts(first, costs), currencies.stream().findFirst().orElse(null), complete);
    }
}
