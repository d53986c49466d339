package dev.freihafen.cost.forecast;

import dev.freihafen.cost.exact.Fraction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What each hour cost, one after the other without a gap.
 *
 * @param from beginning of the first hour
 * @param costs of the hours, in whole units of one currency
 */
public record HourlyCosts(Instant from, List<Fraction> costs) {

    public HourlyCosts {
        costs = List.copyOf(costs);
    }

    /** The end of the last hour: up to here costs are known. */
    public Instant until() {
        return beginning(costs.size());
    }

    /** The beginning of an hour, by its place from 0. */
    Instant beginning(int place) {
        return from.plus(Duration.ofHours(place));
    }

    /** The sum of the hours that begin in {@code [from, until)}. */
    Fraction sum(Instant start, Instant end) {
        Fraction sum = Fraction.ZERO;
        for (int place = 0; place < costs.size(); place++) {
            Instant beginning = beginning(place);
            if (!beginning.isBefore(start) && beginning.isBefore(end)) {
                sum = sum.plus(costs.get(place));
            }
        }
        return sum;
    }

    /** What was known at an earlier instant. */
    HourlyCosts upTo(Instant instant) {
        long hours = Math.max(0, Duration.between(from, instant).toHours());
        return new HourlyCosts(from, costs.subList(0, (int) Math.min(costs.size(), hours)));
    }
}
