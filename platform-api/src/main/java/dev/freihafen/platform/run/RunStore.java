package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.pipeline.PipelineDocuments;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Runs and their steps in PostgreSQL, for those who submit and read. */
@Singleton
public class RunStore {
    private final Jdbi jdbi;

    public RunStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Writes a run, not yet handed over, in the transaction of the caller. */
    void insert(Handle transaction, NewRun run) {
        PipelineDocuments.keep(transaction, run.digest(), run.ir(), run.createdAt());
        transaction
                .createUpdate("""
                        insert into runs (id, team, team_uid, cluster, pipeline, version, name, digest, parameters, hardware_class,
                          deadline, owner, created_at, state, handover_next_at, held_reason)
                        values (:id, :team, :teamUid, :cluster, :pipeline, :version, :name, :digest, cast(:parameters as json),
                          :hardwareClass, :deadline, :owner, :createdAt, 'Accepted', :createdAt, :heldReason)
                        """)
                .bind("id", run.id())
                .bind("team", run.team().name())
                .bind("teamUid", run.team().uid())
                .bind("cluster", run.cluster())
                .bind("pipeline", run.pipeline())
                .bind("version", run.version())
                .bind("name", run.name())
                .bind("digest", run.digest())
                .bind("parameters", run.parameters().toString())
                .bind("hardwareClass", run.hardwareClass())
                .bind("deadline", run.deadline())
                .bind("owner", run.owner())
                .bind("heldReason", run.heldReason())
                .bind("createdAt", RunRows.utc(run.createdAt()))
                .execute();
    }

    /** Takes back a run that the cluster refused at once. */
    void delete(Handle transaction, UUID id) {
        transaction
                .createUpdate("delete from runs where id = :id")
                .bind("id", id)
                .execute();
    }

    /** The run of that team. */
    public Optional<Run> find(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from runs where team = :team and team_uid = :teamUid and id = :id")
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("id", id)
                .map((row, context) -> RunRows.run(row))
                .findOne());
    }

    /** Runs of a team, newest first, after a place in that order. */
    List<Run> list(TeamKey team, @Nullable RunState state, @Nullable PageToken after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from runs
                        where team = :team and team_uid = :teamUid
                          and (cast(:state as text) is null or :state =
                            case when cancel_requested and finished_at is null then 'Canceling' else state end)
                          and (cast(:afterTime as timestamptz) is null
                            or (created_at, id) < (cast(:afterTime as timestamptz), cast(:afterId as uuid)))
                        order by created_at desc, id desc
                        limit :limit
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("state", state == null ? null : state.name())
                .bind("afterTime", after == null ? null : RunRows.utc(after.createdAt()))
                .bind("afterId", after == null ? null : after.id())
                .bind("limit", limit)
                .map((row, context) -> RunRows.run(row))
                .list());
    }

    /** Steps of a run in the order they began, attempts together. */
    List<Step> steps(UUID run) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from run_steps where run_id = :run
                        order by min(started_at) over (partition by step) nulls last, step, attempt
                        """)
                .bind("run", run)
                .map((row, context) -> RunRows.step(row))
                .list());
    }

    /** One attempt of a step; the newest where none is named. */
    Optional<Step> step(UUID run, String step, @Nullable Integer attempt) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from run_steps
                        where run_id = :run and step = :step
                          and (cast(:attempt as integer) is null or attempt = :attempt)
                        order by attempt desc limit 1
                        """)
                .bind("run", run)
                .bind("step", step)
                .bind("attempt", attempt)
                .map((row, context) -> RunRows.step(row))
                .findOne());
    }

    /** A run that waits for its team's budget. */
    record HeldRun(
            UUID id,
            @Nullable BigDecimal expected,
            @Nullable String currency) {}

    /** Runs that wait for their team's budget, oldest first. */
    List<HeldRun> held(TeamKey team) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, expected, currency from runs left join run_quotes on run = id
                        where runs.team_uid = :uid and held_reason is not null and finished_at is null
                          and handed_over_at is null
                        order by created_at
                        """)
                .bind("uid", team.uid())
                .map((row, context) -> new HeldRun(
                        row.getObject("id", UUID.class), row.getBigDecimal("expected"), row.getString("currency")))
                .list());
    }

    /** Lets a run wait for its team's budget, or no longer. */
    void hold(UUID id, @Nullable String reason, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update runs set held_reason = :reason, handover_next_at = :now
                        where id = :id and handed_over_at is null and held_reason is distinct from :reason
                        """)
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", RunRows.utc(now))
                .execute());
    }

    /** Remembers that somebody asked to cancel; nothing happens to a run that has ended. */
    void requestCancel(UUID id, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update runs set cancel_requested = true, handover_next_at = :now
                        where id = :id and finished_at is null and not cancel_requested
                        """)
                .bind("id", id)
                .bind("now", RunRows.utc(now))
                .execute());
    }

    /** How many runs there are in each state that is not terminal. */
    Map<RunState, Integer> countActive() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select state, count(*) as runs from runs where finished_at is null group by state")
                .map((row, context) -> Map.entry(RunState.valueOf(row.getString("state")), row.getInt("runs")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
