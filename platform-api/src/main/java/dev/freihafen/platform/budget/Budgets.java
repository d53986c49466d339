package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.platform.audit.TeamAudit;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Changes budgets and tells how they stand. */
@Singleton
public class Budgets {
    private static final List<Integer> WARN_AT = List.of(80, 100);
    private static final Duration LONGEST_OVERRIDE = Duration.ofDays(31);

    private final Jdbi jdbi;
    private final BudgetStore store;
    private final Spending spending;
    private final BudgetEvaluation evaluation;
    private final TeamAudit audit;
    private final Clock clock;

    Budgets(
            Jdbi jdbi,
            BudgetStore store,
            Spending spending,
            BudgetEvaluation evaluation,
            TeamAudit audit,
            Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.spending = spending;
        this.evaluation = evaluation;
        this.audit = audit;
        this.clock = clock;
    }

    /** The month under way as far as the clusters are known. */
    YearMonth month() {
        return spending.month();
    }

    /** The budget of a month and how it stands. */
    Optional<BudgetView> view(Team team, YearMonth month) {
        TeamKey key = TeamKey.of(team);
        return store.inForce(key, month).map(budget -> {
            Spend spend = spending.of(team, month);
            boolean isComparable = spend.currency() == null || spend.currency().equals(budget.currency());
            Optional<BudgetStore.Hold> hold = jdbi.withHandle(handle -> store.hold(handle, key));
            Optional<BudgetStore.Override> override =
                    jdbi.withHandle(handle -> store.override(handle, key, month, clock.instant()));
            return new BudgetView(
                    key.name(),
                    month.toString(),
                    budget.month().toString(),
                    budget.amount().toPlainString(),
                    budget.currency().getCurrencyCode(),
                    budget.warnAt(),
                    budget.warnOnForecast(),
                    budget.onExceeded(),
                    budget.ceiling() == null ? null : budget.ceiling().toPlainString(),
                    budget.recipients(),
                    isComparable ? budget.state(spend.charged()).text() : null,
                    spend.charged().toPlainString(),
                    budget.amount().subtract(spend.charged()).toPlainString(),
                    spend.asOf(),
                    spend.pricePerHour().toPlainString(),
                    MonthEnd.runRate(month, spend.charged(), spend.asOf()).toPlainString(),
                    hold.map(BudgetStore.Hold::reason).orElse(null),
                    override.map(given -> new BudgetView.OverrideView(given.reason(), given.until(), given.grantedBy()))
                            .orElse(null),
                    spend.unpriced(),
                    budget.changedBy(),
                    budget.changedAt());
        });
    }

    /**
     * Puts a budget, from a month on.
     *
     * @param isFinance whether who asks may set the ceiling and go above it
     */
    void put(Team team, YearMonth month, BudgetBody body, String by, boolean isFinance) {
        TeamKey key = TeamKey.of(team);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbi.useTransaction(transaction -> {
            Budget before = store.lock(transaction, key, month).orElse(null);
            Budget budget = new Budget(
                    key,
                    month,
                    body.amount(),
                    currency(body.currency()),
                    Objects.requireNonNullElse(body.warnAt(), WARN_AT),
                    Boolean.TRUE.equals(body.warnOnForecast()),
                    Objects.requireNonNullElse(body.onExceeded(), Budget.OnExceeded.Warn),
                    body.ceiling() == null && before != null ? before.ceiling() : body.ceiling(),
                    Objects.requireNonNullElse(body.recipients(), List.of()),
                    by,
                    now);
            requireSound(budget);
            if (!isFinance) {
                requireInside(budget, before);
            }
            store.put(transaction, budget);
            audit.write(transaction, key, now, by, "BudgetChanged", sentence(budget));
        });
        evaluation.evaluate(team);
    }

    /** Lets a team work on in this month though its budget is used up. */
    void override(Team team, OverrideBody body, String by) {
        TeamKey key = TeamKey.of(team);
        YearMonth month = spending.month();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!body.until().isAfter(now) || body.until().isAfter(now.plus(LONGEST_OVERRIDE))) {
            throw new PlatformException.ValidationFailed(
                    "An override ends between now and 31 days from now.",
                    List.of(new FieldError("until", "must lie between " + now + " and " + now.plus(LONGEST_OVERRIDE))));
        }
        jdbi.useTransaction(transaction -> {
            if (store.lock(transaction, key, month).isEmpty()) {
                throw new PlatformException.Conflict("Team " + key.name() + " has no budget that could be overridden.");
            }
            store.override(transaction, key, month, new BudgetStore.Override(body.reason(), body.until(), by), now);
            audit.write(
                    transaction,
                    key,
                    now,
                    by,
                    "Overridden",
                    "New work starts until " + body.until() + " whatever was spent: " + body.reason());
        });
        evaluation.evaluate(team);
    }

    private static void requireSound(Budget budget) {
        try {
            budget.law();
        } catch (InvalidFact unsound) {
            throw new PlatformException.ValidationFailed(
                    "The budget is not one.", List.of(new FieldError(unsound.column(), unsound.reason())));
        }
        if (budget.ceiling() != null && budget.amount().compareTo(budget.ceiling()) > 0) {
            throw new PlatformException.ValidationFailed(
                    "The amount is above the ceiling; Finance sets that.",
                    List.of(new FieldError(
                            "amount", "must be at most " + budget.ceiling().toPlainString())));
        }
    }

    private static void requireInside(Budget budget, @Nullable Budget before) {
        if (before == null || before.ceiling() == null) {
            throw new PlatformException.Forbidden(
                    "Finance has set no ceiling for this team, inside which its Admins could set the budget; ask Finance.");
        }
        if (budget.ceiling() == null || !isSame(budget.ceiling(), before.ceiling())) {
            throw new PlatformException.Forbidden("Only Finance sets the ceiling; leave it out or ask Finance.");
        }
        if (!budget.currency().equals(before.currency())) {
            throw new PlatformException.Forbidden("Only Finance changes the currency of a budget; ask Finance.");
        }
    }

    private static boolean isSame(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw new PlatformException.ValidationFailed(
                    "The currency is not known.",
                    List.of(new FieldError("currency", "must be a currency of ISO 4217 such as EUR")));
        }
    }

    private static String sentence(Budget budget) {
        return "From " + budget.month() + " on " + BudgetWords.money(budget.amount(), budget.currency()) + " a month, "
                + "alerts at " + budget.warnAt() + " %, on exceeding it " + budget.onExceeded()
                + (budget.ceiling() == null
                        ? ", no ceiling."
                        : ", ceiling " + BudgetWords.money(budget.ceiling(), budget.currency()) + ".");
    }
}
