package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.ledger.MarkFollower;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.DatabaseOutage;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Evaluates budgets whenever a cluster is known further: what was spent changes with nothing else. */
@Singleton
class BudgetWatch {
    private static final Logger LOG = Logger.getLogger(BudgetWatch.class);
    /** So long into a month usage of the month before is still expected. */
    private static final int LATE_DAYS = 3;

    private final BudgetStore budgets;
    private final BudgetEvaluation evaluation;
    private final TeamDirectory teams;
    private final BudgetMetrics metrics;
    private final MarkFollower marks = new MarkFollower("budgets", this::look);

    BudgetWatch(BudgetStore budgets, BudgetEvaluation evaluation, TeamDirectory teams, BudgetMetrics metrics) {
        this.budgets = budgets;
        this.evaluation = evaluation;
        this.teams = teams;
        this.metrics = metrics;
    }

    void on(@Observes WatermarkAdvanced mark) {
        marks.add(mark);
    }

    void stop(@Observes ShutdownEvent event) {
        marks.stop();
    }

    private void look(List<WatermarkAdvanced> latest) {
        try {
            Set<String> withBudget = budgets.teams();
            Set<YearMonth> past = past(latest);
            List<Team> watched = teams.all().stream()
                    .filter(team -> withBudget.contains(team.getMetadata().getUid()))
                    .toList();
            metrics.keep(watched.stream().map(TeamKey::of).collect(Collectors.toSet()));
            watched.forEach(team -> look(team, past));
        } catch (RuntimeException failure) {
            tell(failure);
        }
    }

    private void look(Team team, Set<YearMonth> past) {
        try {
            past.forEach(month -> evaluation.evaluatePast(team, month));
            evaluation.evaluate(team);
        } catch (RuntimeException failure) {
            tell(failure);
        }
    }

    /** The months that are over and of which a cluster may still tell something. */
    private static Set<YearMonth> past(List<WatermarkAdvanced> latest) {
        return latest.stream()
                .map(mark -> mark.observedUntil().atZone(ZoneOffset.UTC))
                .filter(until -> until.getDayOfMonth() <= LATE_DAYS)
                .map(until -> YearMonth.from(until).minusMonths(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void tell(RuntimeException failure) {
        if (DatabaseOutage.causes(failure)) {
            LOG.debug("budgets wait for the database", failure);
        } else {
            LOG.warn("a budget could not be evaluated; the next watermark tries again", failure);
        }
    }
}
