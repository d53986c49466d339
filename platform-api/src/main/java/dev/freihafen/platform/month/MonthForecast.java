package dev.freihafen.platform.month;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a month that is not over will come to, by run-rate: what grows with time goes on as it has so far. Where finance
 * has entered what a cluster costs, that sum stands: a team's own usage still grows, its share of idle capacity does not.
 */
final class MonthForecast {
    private MonthForecast() {}

    /**
     * @param statement the draft of the month
     * @param whole whether it is of all teams, not of one
     * @param invoiced clusters with a pool that finance entered
     * @param knownUntil up to when usage is known
     * @return minor units; nothing before the month has begun, or while usage has no price
     */
    static Map<Currency, BigInteger> of(Statement statement, boolean whole, Set<String> invoiced, Instant knownUntil) {
        Window month = statement.month().window();
        boolean unpriced = statement.lines().stream().anyMatch(line -> line.kind() == Kind.UNPRICED);
        if (unpriced || !knownUntil.isAfter(month.from())) {
            return Map.of();
        }
        Instant now = knownUntil.isBefore(month.until()) ? knownUntil : month.until();
        Fraction growth = Fraction.of(
                Duration.between(month.from(), month.until()).toSeconds(),
                Duration.between(month.from(), now).toSeconds());
        Map<Currency, Fraction> sums = new HashMap<>();
        for (StatementLine line : statement.lines()) {
            if (line.minorUnits() != null && line.currency() != null) {
                Fraction amount = Fraction.of(line.minorUnits());
                boolean fixed = line.kind() == Kind.CORRECTION
                        || (invoiced.contains(line.cluster()) && (whole || line.kind() == Kind.IDLE));
                sums.merge(line.currency(), fixed ? amount : amount.times(growth), Fraction::plus);
            }
        }
        Map<Currency, BigInteger> forecast = new HashMap<>();
        sums.forEach((currency, sum) -> forecast.put(currency, sum.roundedHalfUp()));
        return forecast;
    }
}
