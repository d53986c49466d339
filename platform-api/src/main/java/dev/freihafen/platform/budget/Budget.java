package dev.freihafen.platform.budget;

import dev.freihafen.cost.budget.BudgetState;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.platform.identity.TeamKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a team may spend in a month.
 *
 * @param month the first month it holds in; it holds until another takes its place
 * @param amount whole units of the currency
 * @param warnAt percents of the amount at which an alert is raised, ascending
 * @param warnOnForecast whether an alert is raised when the month is going to end above it
 * @param onExceeded what happens when more is spent
 * @param ceiling most that the team's own people may make of it; they may not touch it where it is null
 * @param recipients e-mail addresses of those who are told
 */
public record Budget(
        TeamKey team,
        YearMonth month,
        BigDecimal amount,
        Currency currency,
        List<Integer> warnAt,
        boolean warnOnForecast,
        OnExceeded onExceeded,
        @Nullable BigDecimal ceiling,
        List<String> recipients,
        String changedBy,
        Instant changedAt) {
    public Budget {
        warnAt = warnAt.stream().distinct().sorted().toList();
        recipients = recipients.stream().distinct().toList();
    }

    /**
     * What the cost model makes of it.
     *
     * @throws dev.freihafen.cost.ledger.InvalidFact naming the field that is out of its range
     */
    dev.freihafen.cost.budget.Budget law() {
        return new dev.freihafen.cost.budget.Budget(
                amount,
                currency,
                new TreeSet<>(warnAt),
                switch (onExceeded) {
                    case Warn -> dev.freihafen.cost.budget.Budget.OnExceeded.WARN;
                    case Hold -> dev.freihafen.cost.budget.Budget.OnExceeded.HOLD;
                });
    }

    /** How far it is used when so much was spent. */
    BudgetState state(BigDecimal charged) {
        return BudgetState.of(law(), Fraction.of(charged));
    }

    /** What happens when more is spent than the budget. */
    public enum OnExceeded {
        /** People are told. */
        Warn,
        /** New work waits as well. */
        Hold
    }
}
