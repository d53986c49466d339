package dev.freihafen.platform.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes down what an operator tells of runs. Few statements for many events; the caller's transaction. */
@Singleton
public class RunHistory {
    /** Most bytes of log that are kept of one attempt of a step. */
    public static final long MAX_LOG_BYTES = 4L << 20;

    private final RunEvents events;

    RunHistory(RunEvents events) {
        this.events = events;
    }

    /** To whom a run belongs and where it runs. */
    public record Home(String team, String cluster) {}

    /** News of a run. */
    public record RunEvent(UUID run, Progress progress) {}

    /** News of a step; outputs come with its end. */
    public record StepEvent(UUID run, Step step, @Nullable StepOutputs outputs) {}

    /** Which attempt of which step. */
    public record Attempt(UUID run, String step, int number) {}

    /** A piece of a log; the first that arrives under its number stays. */
    public record LogChunk(Attempt of, int number, String podUid, boolean last, boolean truncated, String text) {}

    /** A run as it was found in a cluster. */
    public record FoundRun(
            UUID id,
            TeamKey team,
            String pipeline,
            String digest,
            @Nullable JsonNode parameters,
            @Nullable String hardwareClass,
            @Nullable String deadline,
            String owner,
            Instant createdAt) {}

    /** Takes runs into history that were made in the cluster itself; what was submitted here stays as it is. */
    public void adopt(Handle transaction, String cluster, List<FoundRun> runs) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into runs (id, team, team_uid, cluster, pipeline, digest, parameters, hardware_class, deadline, owner,
                  created_at, attempt_at, state, handed_over_at, handover_next_at)
                values (:id, :team, :teamUid, :cluster, :pipeline, :digest, cast(:parameters as json), :hardwareClass,
                  :deadline, :owner, :createdAt, :createdAt, 'Accepted', :createdAt, :createdAt)
                on conflict (id) do nothing
                """);
        for (FoundRun run : runs) {
            batch.bind("id", run.id())
                    .bind("team", run.team().name())
                    .bind("teamUid", run.team().uid())
                    .bind("cluster", cluster)
                    .bind("pipeline", run.pipeline())
                    .bind("digest", run.digest())
                    .bind("parameters", run.parameters() == null ? "{}" : RunRows.text(run.parameters()))
                    .bind("hardwareClass", run.hardwareClass())
                    .bind("deadline", run.deadline())
                    .bind("owner", run.owner())
                    .bind("createdAt", RunRows.utc(run.createdAt()))
                    .add();
        }
        execute(batch);
    }

    /** Locks runs and says where they belong; unknown ones are missing from the answer. */
    public Map<UUID, Home> lock(Handle transaction, Collection<UUID> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        return transaction
                .createQuery("select id, team, cluster from runs where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, List.copyOf(runs))
                .map((row, context) -> Map.entry(
                        row.getObject("id", UUID.class), new Home(row.getString("team"), row.getString("cluster"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Takes in news of known runs, in any order, any number of times. */
    public void record(Handle transaction, List<RunEvent> events) {
        Map<UUID, List<RunEvent>> byRun =
                events.stream().collect(Collectors.groupingBy(RunEvent::run, LinkedHashMap::new, Collectors.toList()));
        if (byRun.isEmpty()) {
            return;
        }
        Map<UUID, Run> stored = transaction
                .createQuery("select * from runs where id = any(:ids)")
                .bindArray("ids", UUID.class, List.copyOf(byRun.keySet()))
                .map((row, context) -> RunRows.run(row))
                .collect(Collectors.toMap(Run::id, run -> run));
        List<Run> changed = new ArrayList<>();
        PreparedBatch batch = transaction.prepareBatch("""
                update runs set state = :state, reason = :reason, message = :message, engine = :engine,
                  started_at = :startedAt, finished_at = :finishedAt, generation = :generation,
                  handed_over_at = coalesce(handed_over_at, now()), handover_error = null
                where id = :id
                """);
        byRun.forEach((run, news) -> {
            Run known = stored.get(run);
            if (known == null) {
                return;
            }
            Progress before = known.progress();
            Progress after = before;
            for (RunEvent event : news) {
                after = after.after(event.progress());
            }
            if (!after.equals(before)) {
                batch.bind("id", run)
                        .bind("state", after.state().name())
                        .bind("reason", after.reason())
                        .bind("message", after.message())
                        .bind("engine", after.engine())
                        .bind("startedAt", RunRows.utc(after.startedAt()))
                        .bind("finishedAt", RunRows.utc(after.finishedAt()))
                        .bind("generation", after.generation())
                        .add();
                if (!RunEvents.news(known).equals(RunEvents.news(known.with(after)))) {
                    changed.add(known.with(after));
                }
            }
        });
        execute(batch);
        changed.forEach(run -> this.events.changed(transaction, run));
    }

    /** Takes in news of steps of known runs, in any order, any number of times. */
    public void recordSteps(Handle transaction, List<StepEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Map<Attempt, Step> stored = transaction
                .createQuery("select * from run_steps where run_id = any(:ids)")
                .bindArray(
                        "ids",
                        UUID.class,
                        events.stream().map(StepEvent::run).distinct().toList())
                .map((row, context) -> new StepEvent(row.getObject("run_id", UUID.class), RunRows.step(row), null))
                .collect(Collectors.toMap(RunHistory::attempt, StepEvent::step));
        Map<Attempt, Step> changed = new LinkedHashMap<>();
        for (StepEvent event : events) {
            Attempt attempt = attempt(event);
            Step before = Optional.ofNullable(changed.get(attempt)).orElse(stored.get(attempt));
            Step after = before == null ? event.step() : before.after(event.step());
            if (!after.equals(before)) {
                changed.put(attempt, after);
            }
        }
        PreparedBatch batch = transaction.prepareBatch("""
                insert into run_steps (run_id, step, attempt, state, reason, message, pod_name, pod_uid, started_at,
                  finished_at, parameters, artifacts, generation)
                values (:run, :step, :attempt, :state, :reason, :message, :podName, :podUid, :startedAt, :finishedAt,
                  cast(:parameters as json), cast(:artifacts as json), :generation)
                on conflict (run_id, step, attempt) do update set
                  state = excluded.state, reason = excluded.reason, message = excluded.message,
                  pod_name = excluded.pod_name, pod_uid = excluded.pod_uid, started_at = excluded.started_at,
                  finished_at = excluded.finished_at, parameters = excluded.parameters,
                  artifacts = excluded.artifacts, generation = excluded.generation
                """);
        changed.forEach((attempt, step) -> bind(batch, attempt, step));
        execute(batch);
        this.events.changedSteps(
                transaction,
                changed.entrySet().stream()
                        .filter(change -> !looksTheSame(stored.get(change.getKey()), change.getValue()))
                        .map(change -> new StepEvent(change.getKey().run(), change.getValue(), null))
                        .toList());
    }

    private static boolean looksTheSame(@Nullable Step before, Step after) {
        return before != null
                && before.state() == after.state()
                && Objects.equals(before.reason(), after.reason())
                && Objects.equals(before.message(), after.message());
    }

    private static void bind(PreparedBatch batch, Attempt attempt, Step step) {
        batch.bind("run", attempt.run())
                .bind("step", attempt.step())
                .bind("attempt", attempt.number())
                .bind("state", step.state().name())
                .bind("reason", step.reason())
                .bind("message", step.message())
                .bind("podName", step.podName())
                .bind("podUid", step.podUid())
                .bind("startedAt", RunRows.utc(step.startedAt()))
                .bind("finishedAt", RunRows.utc(step.finishedAt()))
                .bind("parameters", RunRows.text(step.parameters()))
                .bind("artifacts", RunRows.text(step.artifacts()))
                .bind("generation", step.generation())
                .add();
    }

    /** Bytes of log that are kept of each attempt; attempts without any are missing. */
    public Map<Attempt, Long> logBytes(Handle handle, Collection<UUID> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("""
                        select run_id, step, attempt, sum(octet_length(text)) as bytes from step_logs
                        where run_id = any(:ids) group by run_id, step, attempt
                        """)
                .bindArray("ids", UUID.class, List.copyOf(runs))
                .map((row, context) -> Map.entry(
                        new Attempt(row.getObject("run_id", UUID.class), row.getString("step"), row.getInt("attempt")),
                        row.getLong("bytes")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Keeps pieces of logs. */
    public void keepLogs(Handle transaction, List<LogChunk> chunks) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into step_logs (run_id, step, attempt, chunk, pod_uid, last, truncated, text)
                values (:run, :step, :attempt, :chunk, :podUid, :last, :truncated, :text)
                on conflict (run_id, step, attempt, chunk) do nothing
                """);
        for (LogChunk chunk : chunks) {
            batch.bind("run", chunk.of().run())
                    .bind("step", chunk.of().step())
                    .bind("attempt", chunk.of().number())
                    .bind("chunk", chunk.number())
                    .bind("podUid", chunk.podUid())
                    .bind("last", chunk.last())
                    .bind("truncated", chunk.truncated())
                    .bind("text", chunk.text())
                    .add();
        }
        execute(batch);
    }

    private static Attempt attempt(StepEvent event) {
        return new Attempt(event.run(), event.step().step(), event.step().attempt());
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
