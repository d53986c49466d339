package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.problem.DatabaseOutage;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private final AtomicReference<@Nullable WatermarkAdvanced> latest = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("budgets").factory());

    BudgetWatch(BudgetStore budgets, BudgetEvaluation evaluation, TeamDirectory teams, BudgetMetrics metrics) {
        this.budgets = budgets;
        this.evaluation = evaluation;
        this.teams = teams;
        this.metrics = metrics;
    }

    /** Watermarks that come while the last one is still looked at are looked at together. */
    void on(@Observes WatermarkAdvanced mark) {
        if (latest.getAndSet(mark) == null) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("no budget is looked at any more", stopping);
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    private void look() {
        WatermarkAdvanced mark = latest.getAndSet(null);
        if (mark == null) {
            return;
        }
        try {
            Set<String> withBudget = budgets.teams();
            ZonedDateTime until = mark.observedUntil().atZone(ZoneOffset.UTC);
            List<Team> watched = teams.all().stream()
                    .filter(team -> withBudget.contains(team.getMetadata().getUid()))
                    .toList();
            metrics.keep(watched.stream().map(TeamKey::of).collect(Collectors.toSet()));
            watched.forEach(team -> {
                try {
                    if (until.getDayOfMonth() <= LATE_DAYS) {
                        evaluation.evaluatePast(team, YearMonth.from(until).minusMonths(1));
                    }
                    evaluation.evaluate(team);
                } catch (RuntimeException failure) {
                    tell(failure);
                }
            });
        } catch (RuntimeException failure) {
            tell(failure);
        }
    }

    private static void tell(RuntimeException failure) {
        if (DatabaseOutage.causes(failure)) {
            LOG.debug("budgets wait for the database", failure);
        } else {
            LOG.warn("a budget could not be evaluated; the next watermark tries again", failure);
        }
    }
}
