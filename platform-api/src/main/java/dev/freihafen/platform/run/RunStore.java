package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.pipeline.PipelineDocuments;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Runs and their steps in PostgreSQL, for those who submit and read. */
@Singleton
public class RunStore {
    private final Jdbi jdbi;
    private final RunEvents events;

    RunStore(Jdbi jdbi, RunEvents events) {
        this.jdbi = jdbi;
        this.events = events;
    }

    /**
     * Writes a run, not yet handed over, in the transaction of the caller.
     *
     * @return false when there is one of that id
     */
    boolean insert(Handle transaction, NewRun run) {
        PipelineDocuments.keep(transaction, run.digest(), run.ir(), run.createdAt());
        RunTerms terms = run.terms();
        boolean isNew = transaction
                        .createUpdate("""
                        insert into runs (id, team, team_uid, cluster, pipeline, version, name, digest, parameters, hardware_class,
                          deadline, owner, created_at, attempt_at, state, handover_next_at, held_reason, labels, priority,
                          max_cost, max_cost_currency, schedule, schedule_id, scheduled_for)
                        values (:id, :team, :teamUid, :cluster, :pipeline, :version, :name, :digest, cast(:parameters as json),
                          :hardwareClass, :deadline, :owner, :createdAt, :createdAt, 'Accepted', :createdAt, :heldReason,
                          cast(:labels as jsonb), :priority, cast(:maxCost as numeric), :maxCostCurrency, :schedule,
                          :scheduleId, :scheduledFor)
                        on conflict (id) do nothing
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
                        .bind("labels", RunRows.text(terms.labels()))
                        .bind("priority", terms.priority())
                        .bind(
                                "maxCost",
                                terms.maxCost() == null ? null : terms.maxCost().amount())
                        .bind(
                                "maxCostCurrency",
                                terms.maxCost() == null ? null : terms.maxCost().currency())
                        .bind(
                                "schedule",
                                terms.firing() == null ? null : terms.firing().schedule())
                        .bind(
                                "scheduleId",
                                terms.firing() == null ? null : terms.firing().id())
                        .bind(
                                "scheduledFor",
                                terms.firing() == null
                                        ? null
                                        : RunRows.utc(terms.firing().at()))
                        .execute()
                == 1;
        if (isNew) {
            events.changed(transaction, run.id());
        }
        return isNew;
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

    /** Runs of a team, a page of those that are asked for. */
    public Page<Run> list(TeamKey team, RunQuery query, PageRequest request) {
        Optional<PageToken> after = PageToken.of(request, query.sort());
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> conditions = RunConditions.of(query, values);
        after.ifPresent(place -> {
            conditions.add(query.sort().after());
            values.put("afterKey", place.key());
            values.put("afterId", place.id());
        });
        List<Run> found = jdbi.withHandle(handle -> {
            Query select = handle.createQuery("select * from runs where team = :team and team_uid = :teamUid and "
                            + String.join(" and ", conditions) + " order by "
                            + query.sort().order() + " limit :limit")
                    .bind("team", team.name())
                    .bind("teamUid", team.uid())
                    .bind("limit", request.size() + 1);
            values.forEach(select::bind);
            return select.map((row, context) -> RunRows.run(row)).list();
        });
        if (found.size() <= request.size()) {
            return new Page<>(found, null);
        }
        List<Run> shown = found.subList(0, request.size());
        return new Page<>(shown, PageRequest.tokenAfter(PageToken.after(query.sort(), shown.getLast())));
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

    /** Runs of a schedule that have not ended, the oldest first. */
    public List<UUID> active(UUID schedule) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from runs where schedule_id = :schedule and finished_at is null order by created_at")
                .bind("schedule", schedule)
                .mapTo(UUID.class)
                .list());
    }

    /** How many runs there are in each state that is not terminal. */
    Map<RunState, Integer> countActive() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select state, count(*) as runs from runs where finished_at is null group by state")
                .map((row, context) -> Map.entry(RunState.valueOf(row.getString("state")), row.getInt("runs")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
