package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.budget.Admission;
import dev.freihafen.cost.budget.Commitment;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.quote.RunQuote;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.quote.QuoteStore;
import dev.freihafen.platform.quote.QuoteView;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Says whether a run fits into its team's budget: what is spent, what is promised, and its own quote together. */
@Singleton
public class BudgetGate {
    private final Jdbi jdbi;
    private final BudgetStore budgets;
    private final Spending spending;
    private final QuoteStore quotes;
    private final Clock clock;

    BudgetGate(Jdbi jdbi, BudgetStore budgets, Spending spending, QuoteStore quotes, Clock clock) {
        this.jdbi = jdbi;
        this.budgets = budgets;
        this.spending = spending;
        this.quotes = quotes;
        this.clock = clock;
    }

    /** Why a run with this quote waits, and who may lift that; empty where it does not. */
    public Optional<String> holds(Team team, RunQuote quote) {
        return holds(
                team,
                quote.total().expected(),
                quote.currency() == null ? null : quote.currency().getCurrencyCode());
    }

    /** The same for a quote that was kept. */
    public Optional<String> holds(Team team, Fraction expected, @Nullable String currency) {
        return decision(team, expected, currency).map(Decision::reason);
    }

    /** What a run with this quote would do to the budget; empty without a budget that it can be compared with. */
    public Optional<QuoteView.BudgetView> effect(Team team, RunQuote quote) {
        String currency = quote.currency() == null ? null : quote.currency().getCurrencyCode();
        return decision(team, quote.total().expected(), currency).map(decision -> {
            int digits = Math.max(decision.budget().currency().getDefaultFractionDigits(), 0);
            return new QuoteView.BudgetView(
                    decision.month().toString(),
                    decision.budget().amount().toPlainString(),
                    decision.left().decimal(digits).toPlainString(),
                    decision.left()
                            .minus(quote.total().expected())
                            .decimal(digits)
                            .toPlainString(),
                    decision.reason() != null,
                    decision.reason());
        });
    }

    private record Decision(
            Budget budget,
            YearMonth month,
            Fraction left,
            @Nullable String reason) {}

    private Optional<Decision> decision(Team team, Fraction expected, @Nullable String currency) {
        TeamKey key = TeamKey.of(team);
        YearMonth month = spending.month();
        Budget budget = budgets.inForce(key, month).orElse(null);
        if (budget == null
                || (currency != null && !currency.equals(budget.currency().getCurrencyCode()))) {
            return Optional.empty();
        }
        Spend spend;
        try {
            spend = spending.of(team, month);
        } catch (PlatformException.Conflict mixedCurrencies) {
            return Optional.empty();
        }
        if (spend.currency() != null && !spend.currency().equals(budget.currency())) {
            return Optional.empty();
        }
        Commitment commitment = new Commitment(Fraction.of(spend.charged()), stillToCome(key, spend));
        Admission admission = Admission.decide(budget.law(), commitment, expected);
        boolean isOverridden = jdbi.withHandle(
                handle -> budgets.override(handle, key, month, clock.instant()).isPresent());
        Fraction left = Fraction.of(budget.amount()).minus(commitment.total());
        return Optional.of(
                switch (admission) {
                    case Admission.Admitted unused -> new Decision(budget, month, left, null);
                    case Admission.Held held -> new Decision(budget, month, left, isOverridden ? null : held.reason());
                });
    }

    /** What running work was expected to cost, less what it has cost this month. */
    private Fraction stillToCome(TeamKey team, Spend spend) {
        Fraction sum = Fraction.ZERO;
        for (Map.Entry<UUID, BigDecimal> run : quotes.promised(team).entrySet()) {
            BigDecimal charged = spend.ofRuns().getOrDefault(run.getKey().toString(), BigDecimal.ZERO);
            BigDecimal left = run.getValue().subtract(charged);
            sum = left.signum() > 0 ? sum.plus(Fraction.of(left)) : sum;
        }
        return sum;
    }
}
