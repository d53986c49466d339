package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.platform.budget.BudgetGate;
import dev.freihafen.platform.cost.TeamCosts;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.quote.KeptQuoteView;
import dev.freihafen.platform.quote.Quotes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;

/** Tries runs again under their id: steps that succeeded are not run again, and the cost is that of all attempts. */
@Singleton
public class RunRetry {
    private final Authorization authorization;
    private final RunFinder finder;
    private final RunIntents intents;
    private final RunHandover handover;
    private final TeamCosts costs;
    private final Quotes quotes;
    private final BudgetGate gate;
    private final Clock clock;

    RunRetry(
            Authorization authorization,
            RunFinder finder,
            RunIntents intents,
            RunHandover handover,
            TeamCosts costs,
            Quotes quotes,
            BudgetGate gate,
            Clock clock) {
        this.authorization = authorization;
        this.finder = finder;
        this.intents = intents;
        this.handover = handover;
        this.costs = costs;
        this.quotes = quotes;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Asks for a new attempt.
     *
     * @throws PlatformException.Conflict when the run goes on or has succeeded, when its maxCost is used up, and when the
     *     team's budget holds new work
     */
    public Run retry(String team, String id, Caller caller) {
        Run run = finder.findToChange(caller, team, id);
        Team there = authorization.require(caller, Operation.CreateWork, team);
        RunsResource.requireTakesWork(there);
        requireRetriable(run);
        requireMoneyLeft(run);
        requireBudget(there, run);
        if (!intents.retry(run.id(), clock.instant())) {
            requireRetriable(finder.find(caller, Operation.ReadWork, team, id));
        }
        handover.handOver(run.id());
        return finder.find(caller, Operation.ReadWork, team, id);
    }

    private static void requireRetriable(Run run) {
        RunState state = run.progress().state();
        if (!state.isTerminal()) {
            throw new PlatformException.Conflict("The run has not ended, it is " + run.shownState()
                    + ": wait for its end or cancel it, then retry it.");
        }
        if (state == RunState.Succeeded) {
            throw new PlatformException.Conflict("The run has succeeded; submit a new one to run it once more.");
        }
    }

    private void requireMoneyLeft(Run run) {
        MaxCost most = run.terms().maxCost();
        if (most != null) {
            MaxCosts.stop(most, costs.ofRun(run.team(), run.id())).ifPresent(stop -> {
                throw new PlatformException.Conflict(stop.message() + " Submit a new run with a higher maxCost.");
            });
        }
    }

    private void requireBudget(Team there, Run run) {
        Optional<KeptQuoteView> quote = quotes.of(run.id());
        Fraction expected =
                quote.map(kept -> Fraction.of(new BigDecimal(kept.expected()))).orElse(Fraction.ZERO);
        gate.holds(there, expected, quote.map(KeptQuoteView::currency).orElse(null))
                .ifPresent(reason -> {
                    throw new PlatformException.Conflict("The run is not tried again now: " + reason);
                });
    }
}
