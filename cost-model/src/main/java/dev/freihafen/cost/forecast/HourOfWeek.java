package dev.freihafen.cost.forecast;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The median cost of each hour of the week, by local time: Monday at nine is like other Mondays at nine. */
final class HourOfWeek {

    private static final int HOURS_PER_DAY = 24;
    private static final BigInteger TWO = BigInteger.TWO;

    private final ZoneId zone;
    private final Map<Integer, Fraction> medians = new HashMap<>();

    HourOfWeek(HourlyCosts known, ZoneId zone) {
        this.zone = zone;
        Map<Integer, List<Fraction>> costs = new HashMap<>();
        for (int place = 0; place < known.costs().size(); place++) {
            costs.computeIfAbsent(hour(known.beginning(place)), hour -> new ArrayList<>())
                    .add(known.costs().get(place));
        }
        costs.forEach((hour, seen) -> medians.put(hour, median(seen)));
    }

    /** The median of the hour of the week around an instant; zero for an hour that was never seen. */
    Fraction at(Instant instant) {
        return medians.getOrDefault(hour(instant), Fraction.ZERO);
    }

    private int hour(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        return (local.getDayOfWeek().getValue() - 1) * HOURS_PER_DAY + local.getHour();
    }

    private static Fraction median(List<Fraction> costs) {
        List<Fraction> sorted = costs.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(TWO);
    }
}
