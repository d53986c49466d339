package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.budget.BudgetState;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.platform.alert.Alert;
import dev.freihafen.platform.alert.AlertStore;
import dev.freihafen.platform.audit.TeamAudit;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks at a team's budget and does what it asks for. Everything is decided under the lock of the budget's row and written
 * in one transaction, so that however many programs look at it, and wherever one dies, each alert is raised once and each
 * act is in the audit.
 */
@Singleton
public class BudgetEvaluation {
    private static final Logger LOG = Logger.getLogger(BudgetEvaluation.class);
    /** Before so much of a month has gone its forecast says nothing. */
    private static final long LEAST_HOURS = 24;

    private final Jdbi jdbi;
    private final BudgetStore budgets;
    private final Spending spending;
    private final AlertStore alerts;
    private final TeamAudit audit;
    private final TeamAdmission admission;
    private final BudgetMetrics metrics;
    private final Event<BudgetEvaluated> evaluated;
    private final Clock clock;

    BudgetEvaluation(
            Jdbi jdbi,
            BudgetStore budgets,
            Spending spending,
            AlertStore alerts,
            TeamAudit audit,
            TeamAdmission admission,
            BudgetMetrics metrics,
            Event<BudgetEvaluated> evaluated,
            Clock clock) {
        this.jdbi = jdbi;
        this.budgets = budgets;
        this.spending = spending;
        this.alerts = alerts;
        this.audit = audit;
        this.admission = admission;
        this.metrics = metrics;
        this.evaluated = evaluated;
        this.clock = clock;
    }

    /** Evaluates the month under way; new work waits or starts accordingly. */
    public void evaluate(Team team) {
        YearMonth month = spending.month();
        TeamKey key = TeamKey.of(team);
        Optional<BudgetStore.Hold> hold = jdbi.inTransaction(transaction -> {
            Optional<Budget> budget = budgets.lock(transaction, key, month);
            Optional<Spend> spend = budget.flatMap(found -> comparable(team, found, month));
            if (budget.isPresent() && spend.isPresent()) {
                raise(transaction, budget.get(), month, spend.get());
                metrics.left(budget.get(), spend.get());
            }
            decideHold(transaction, key, month, budget, spend);
            return budgets.hold(transaction, key);
        });
        admission.follow(key, hold.map(BudgetStore.Hold::reason));
        evaluated.fire(new BudgetEvaluated(team));
    }

    /** Raises what a month that is over still owes: usage that was told late counts as well. */
    void evaluatePast(Team team, YearMonth month) {
        jdbi.useTransaction(transaction -> budgets.lock(transaction, TeamKey.of(team), month)
                .ifPresent(budget ->
                        comparable(team, budget, month).ifPresent(spend -> raise(transaction, budget, month, spend))));
    }

    private Optional<Spend> comparable(Team team, Budget budget, YearMonth month) {
        Spend spend = spending.of(team, month);
        if (spend.currency() != null && !spend.currency().equals(budget.currency())) {
            LOG.errorf(
                    "the budget of team %s is in %s and its rates in %s: they cannot be compared",
                    budget.team().name(), budget.currency(), spend.currency());
            return Optional.empty();
        }
        return Optional.of(spend);
    }

    private void raise(Handle transaction, Budget budget, YearMonth month, Spend spend) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Alert> due = new ArrayList<>();
        Fraction spent = Fraction.of(spend.charged());
        for (var reached : dev.freihafen.cost.budget.Alert.due(budget.law(), spent, Set.of())) {
            due.add(BudgetWords.threshold(UUID.randomUUID(), budget, month, reached.percent(), spend, now));
        }
        boolean isEarly = ChronoUnit.HOURS.between(MonthEnd.start(month), spend.asOf()) < LEAST_HOURS;
        var end = MonthEnd.runRate(month, spend.charged(), spend.asOf());
        if (budget.warnOnForecast()
                && !isEarly
                && !dev.freihafen.cost.budget.Alert.due(budget.law(), spent, Fraction.of(end), Set.of())
                        .isEmpty()) {
            due.add(BudgetWords.forecast(UUID.randomUUID(), budget, month, end, spend, now));
        }
        for (Alert alert : due) {
            if (alerts.raise(transaction, budget.team(), alert, budget.recipients())) {
                audit.write(transaction, budget.team(), now, TeamAudit.PLATFORM, "AlertRaised", alert.text());
            }
        }
    }

    private void decideHold(
            Handle transaction, TeamKey team, YearMonth month, Optional<Budget> budget, Optional<Spend> spend) {
        if (budget.isPresent() && spend.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<BudgetStore.Hold> before = budgets.hold(transaction, team);
        boolean holds = budget.isPresent()
                && budget.get().onExceeded() == Budget.OnExceeded.Hold
                && budget.get().state(spend.orElseThrow().charged()) == BudgetState.EXCEEDED
                && budgets.override(transaction, team, month, now).isEmpty();
        if (holds && before.isEmpty()) {
            String reason = BudgetWords.exceeded(
                    budget.orElseThrow(), month, spend.orElseThrow().charged());
            budgets.hold(transaction, team, new BudgetStore.Hold(month, reason), now);
            audit.write(transaction, team, now, TeamAudit.PLATFORM, "Held", "New work waits: " + reason);
        } else if (!holds && before.isPresent()) {
            budgets.lift(transaction, team);
            audit.write(transaction, team, now, TeamAudit.PLATFORM, "Lifted", "New work starts again.");
        }
    }
}
