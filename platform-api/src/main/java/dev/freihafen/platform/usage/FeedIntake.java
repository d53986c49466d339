package dev.freihafen.platform.usage;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.platform.ledger.LedgerMonths;
import dev.freihafen.platform.ledger.LedgerStore;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.ledger.Watermarks;
import dev.freihafen.platform.run.RunHistory;
import dev.freihafen.platform.run.StepOutputStore;
import dev.freihafen.platform.team.TeamUids;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Takes in a batch in one transaction, with few statements. A row that cannot be taken is put aside with the reason and
 * stops nothing. Batches of one cluster follow each other; the same batch any number of times leaves the same facts.
 */
@Singleton
public class FeedIntake {
    private static final Logger LOG = Logger.getLogger(FeedIntake.class);
    private static final Set<String> ROWS_FAULT = Set.of("22", "23", "54");

    private final Jdbi jdbi;
    private final LedgerStore ledger;
    private final LedgerMonths months;
    private final RunHistory history;
    private final StepOutputStore outputs;
    private final Watermarks watermarks;
    private final TeamUids teams;
    private final RejectedRows rejectedRows;
    private final Event<WatermarkAdvanced> advanced;
    private final MeterRegistry metrics;
    private final Clock clock;

    FeedIntake(
            Jdbi jdbi,
            LedgerStore ledger,
            LedgerMonths months,
            RunHistory history,
            StepOutputStore outputs,
            Watermarks watermarks,
            TeamUids teams,
            RejectedRows rejectedRows,
            Event<WatermarkAdvanced> advanced,
            MeterRegistry metrics,
            Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.months = months;
        this.history = history;
        this.outputs = outputs;
        this.watermarks = watermarks;
        this.teams = teams;
        this.rejectedRows = rejectedRows;
        this.advanced = advanced;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Takes in a batch of the given cluster. */
    public FeedAnswer take(String cluster, FeedBatch batch) {
        UsageRows usage = new UsageRows(cluster);
        List<FeedRow> rows = IntStream.range(0, batch.rows().size())
                .mapToObj(
                        place -> believable(FeedReader.read(usage, batch.rows().get(place), place)))
                .toList();
        months.ensure(rows.stream()
                .filter(FeedRow.Usage.class::isInstance)
                .map(row -> ((FeedRow.Usage) row).interval())
                .toList());
        Taken taken = jdbi.inTransaction(transaction -> {
            LedgerStore.oneWriterAtATime(transaction, cluster);
            teams.saw(transaction, FeedReader.teams(batch.rows()));
            List<FeedRow.Bad> bad = takeRows(transaction, cluster, rows);
            rejectedRows.keep(transaction, cluster, bad, clock.instant());
            if (batch.watermark() == null) {
                return new Taken(answer(rows, bad), Optional.empty());
            }
            takeWatermark(transaction, cluster, batch.watermark());
            return new Taken(answer(rows, bad), watermarks.of(transaction, cluster));
        });
        // Nothing after the commit may fail: what is kept is acknowledged.
        taken.until().ifPresent(until -> advanced.fire(new WatermarkAdvanced(cluster, until)));
        FeedAnswer answer = taken.answer();
        metrics.counter("freihafen.usage.rows", "cluster", cluster, "outcome", "accepted")
                .increment(answer.accepted().size());
        metrics.counter("freihafen.usage.rows", "cluster", cluster, "outcome", "rejected")
                .increment(answer.rejected().size());
        return answer;
    }

    /** @param until up to when the cluster is known now, where the batch had a watermark */
    private record Taken(FeedAnswer answer, Optional<Instant> until) {}

    private FeedRow believable(FeedRow row) {
        return row instanceof FeedRow.Usage(String id, UsageInterval interval)
                ? BelievableTime.fault(interval, clock.instant())
                        .<FeedRow>map(reason -> new FeedRow.Bad(id, reason, interval.toString()))
                        .orElse(row)
                : row;
    }

    /** All rows at once; where PostgreSQL refuses one of them, one by one. */
    private List<FeedRow.Bad> takeRows(Handle transaction, String cluster, List<FeedRow> rows) {
        try {
            return inSavepoint(transaction, () -> attempt(transaction, cluster, rows));
        } catch (JdbiException refused) {
            rethrowUnlessData(refused);
        }
        List<FeedRow.Bad> bad = new ArrayList<>();
        for (FeedRow row : rows) {
            try {
                bad.addAll(inSavepoint(transaction, () -> attempt(transaction, cluster, List.of(row))));
            } catch (JdbiException refused) {
                rethrowUnlessData(refused);
                LOG.warnf(refused, "row %s of cluster %s does not fit into the database", row.id(), cluster);
                bad.add(new FeedRow.Bad(row.id(), "the database does not take it", row.toString()));
            }
        }
        return bad;
    }

    private static <T> T inSavepoint(Handle transaction, Supplier<T> work) {
        transaction.savepoint("rows");
        try {
            T result = work.get();
            transaction.releaseSavepoint("rows");
            return result;
        } catch (JdbiException refused) {
            transaction.rollbackToSavepoint("rows");
            throw refused;
        }
    }

    /** SQLSTATE classes 22 (data), 23 (constraints) and 54 (limits) are the row's fault; anything else is not. */
    private static void rethrowUnlessData(JdbiException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && ROWS_FAULT.contains(sqlClass(sql))) {
                return;
            }
        }
        throw refused;
    }

    private static String sqlClass(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }

    private List<FeedRow.Bad> attempt(Handle transaction, String cluster, List<FeedRow> rows) {
        List<FeedRow.Bad> bad = new ArrayList<>();
        Map<String, UsageInterval> observations = new LinkedHashMap<>();
        List<FeedRow.OfRun> ofRuns = new ArrayList<>();
        for (FeedRow row : rows) {
            switch (row) {
                case FeedRow.Bad unreadable -> bad.add(unreadable);
                case FeedRow.Usage(String id, UsageInterval interval) -> {
                    if (observations.containsKey(id)) {
                        bad.add(new FeedRow.Bad(id, "two rows of the batch have this id", row.toString()));
                    } else {
                        observations.put(id, interval);
                    }
                }
                case FeedRow.OfRun ofRun -> ofRuns.add(ofRun);
            }
        }
        ledger.take(transaction, cluster, observations)
                .forEach((id, reason) -> bad.add(new FeedRow.Bad(id, reason, String.valueOf(observations.get(id)))));
        takeNews(transaction, cluster, ofRuns, bad);
        return bad;
    }

    private void takeNews(Handle transaction, String cluster, List<FeedRow.OfRun> rows, List<FeedRow.Bad> bad) {
        if (rows.isEmpty()) {
            return;
        }
        history.adopt(
                transaction,
                cluster,
                rows.stream()
                        .filter(FeedRow.RunFound.class::isInstance)
                        .map(row -> ((FeedRow.RunFound) row).found())
                        .toList());
        Map<UUID, RunHistory.Home> homes =
                history.lock(transaction, rows.stream().map(FeedRow.OfRun::run).collect(Collectors.toSet()));
        List<RunHistory.RunEvent> runs = new ArrayList<>();
        List<RunHistory.StepEvent> steps = new ArrayList<>();
        List<FeedRow.Log> logs = new ArrayList<>();
        for (FeedRow.OfRun row : rows) {
            RunHistory.Home home = homes.get(row.run());
            if (home == null || !home.cluster().equals(cluster) || !home.team().equals(row.team())) {
                bad.add(new FeedRow.Bad(
                        row.id(),
                        "no run " + row.run() + " of team " + Fields.quoted(row.team()) + " is known in cluster "
                                + cluster,
                        row.toString()));
                continue;
            }
            switch (row) {
                case FeedRow.RunFound known -> {}
                case FeedRow.RunNews news -> runs.add(news.event());
                case FeedRow.StepNews news -> steps.add(news.event());
                case FeedRow.Log log -> logs.add(log);
            }
        }
        // Who follows a run is told of its steps before its end.
        Map<Boolean, List<RunHistory.RunEvent>> byEnd = runs.stream()
                .collect(Collectors.partitioningBy(
                        event -> event.progress().state().isTerminal()));
        history.record(transaction, byEnd.getOrDefault(false, List.of()));
        history.recordSteps(transaction, steps);
        outputs.keep(transaction, steps);
        history.record(transaction, byEnd.getOrDefault(true, List.of()));
        history.keepLogs(transaction, withinBounds(transaction, logs, bad));
    }

    private List<RunHistory.LogChunk> withinBounds(Handle transaction, List<FeedRow.Log> logs, List<FeedRow.Bad> bad) {
        Map<RunHistory.Attempt, Long> bytes = new HashMap<>(history.logBytes(
                transaction, logs.stream().map(FeedRow.Log::run).collect(Collectors.toSet())));
        List<RunHistory.LogChunk> kept = new ArrayList<>();
        for (FeedRow.Log log : logs) {
            RunHistory.LogChunk chunk = log.chunk();
            long before = bytes.getOrDefault(chunk.of(), 0L);
            long after = before + chunk.text().getBytes(StandardCharsets.UTF_8).length;
            if (before > RunHistory.MAX_LOG_BYTES) {
                bad.add(new FeedRow.Bad(
                        log.id(), "the log of this attempt already has " + RunHistory.MAX_LOG_BYTES + " bytes", null));
            } else {
                bytes.put(chunk.of(), after);
                kept.add(chunk);
            }
        }
        return kept;
    }

    private void takeWatermark(Handle transaction, String cluster, FeedBatch.Watermark watermark) {
        Instant until;
        try {
            until = Fields.time("watermark.observedUntil", watermark.observedUntil());
        } catch (InvalidFact bad) {
            LOG.errorf("the watermark of cluster %s was not taken: %s", cluster, bad.getMessage());
            return;
        }
        if (!watermark.complete()) {
            return;
        }
        if (until.isAfter(clock.instant().plus(BelievableTime.TOLERANCE))) {
            LOG.errorf(
                    "the watermark of cluster %s lies in the future (%s): set the clocks; it is not taken",
                    cluster, until);
            return;
        }
        Optional<Instant> before = watermarks.of(transaction, cluster);
        if (watermark.isFull()) {
            ledger.closeMissing(transaction, cluster, watermark.objects(), before.orElse(Instant.EPOCH));
        }
        watermarks.advance(transaction, cluster, until, watermark.isFull());
    }

    private static FeedAnswer answer(List<FeedRow> rows, List<FeedRow.Bad> bad) {
        Map<String, String> reasons = new LinkedHashMap<>();
        bad.forEach(row -> reasons.putIfAbsent(row.id(), row.reason()));
        List<String> accepted = rows.stream()
                .map(FeedRow::id)
                .filter(id -> !reasons.containsKey(id))
                .toList();
        List<FeedAnswer.Rejection> rejected = reasons.entrySet().stream()
                .map(entry -> new FeedAnswer.Rejection(entry.getKey(), entry.getValue()))
                .toList();
        return new FeedAnswer(accepted, rejected);
    }
}
