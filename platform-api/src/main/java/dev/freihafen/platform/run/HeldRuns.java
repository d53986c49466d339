package dev.freihafen.platform.run;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.platform.budget.BudgetEvaluated;
import dev.freihafen.platform.budget.BudgetGate;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Runs that wait for their team's budget are looked at again whenever the budget is, the oldest first. */
@Singleton
class HeldRuns {
    private final RunStore runs;
    private final RunIntents intents;
    private final BudgetGate gate;
    private final Clock clock;

    HeldRuns(RunStore runs, RunIntents intents, BudgetGate gate, Clock clock) {
        this.runs = runs;
        this.intents = intents;
        this.gate = gate;
        this.clock = clock;
    }

    void lookAgain(@Observes BudgetEvaluated evaluated) {
        for (RunStore.HeldRun run : runs.held(TeamKey.of(evaluated.team()))) {
            Fraction expected = run.expected() == null ? Fraction.ZERO : Fraction.of(run.expected());
            Optional<String> reason = gate.holds(evaluated.team(), expected, run.currency());
            intents.hold(run.id(), reason.orElse(null), clock.instant());
        }
    }
}
