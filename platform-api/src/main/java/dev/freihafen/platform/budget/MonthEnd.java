package dev.freihafen.platform.budget;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** How a month will end by the run-rate, section 6 of the cost model. Pure. */
final class MonthEnd {
    private static final int CENTS = 2;

    private MonthEnd() {}

    /**
     * What was spent, for as long as the month is.
     *
     * @param asOf up to when it was spent; at the month's very beginning nothing can be said but what was spent
     * @return whole units, two digits, half up
     */
    static BigDecimal runRate(YearMonth month, BigDecimal charged, Instant asOf) {
        Instant from = start(month);
        Instant until = start(month.plusMonths(1));
        long elapsed =
                Duration.between(from, asOf.isAfter(until) ? until : asOf).toSeconds();
        if (elapsed <= 0) {
            return charged.setScale(CENTS, RoundingMode.HALF_UP);
        }
        return Fraction.of(charged)
                .times(BigInteger.valueOf(Duration.between(from, until).toSeconds()))
                .dividedBy(BigInteger.valueOf(elapsed))
                .decimal(CENTS);
    }

    /** First instant of a month, UTC. */
    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
