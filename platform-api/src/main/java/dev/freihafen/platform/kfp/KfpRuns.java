package dev.freihafen.platform.kfp;

import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Columns.Column;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads the team's runs for clients of KFP, and keeps what only they know of them. */
@Singleton
final class KfpRuns {
    static final Columns COLUMNS = new Columns(
            "Run",
            Map.ofEntries(
                    Map.entry("run_id", Column.text("id")),
                    Map.entry("id", Column.text("id")),
                    Map.entry("display_name", Column.text("display_name")),
                    Map.entry("name", Column.text("display_name")),
                    Map.entry("description", Column.text("told")),
                    Map.entry("state", Column.text("kfp_state")),
                    Map.entry("status", Column.text("kfp_state")),
                    Map.entry("storage_state", Column.text("storage_state")),
                    Map.entry("experiment_id", Column.text("experiment")),
                    Map.entry("created_at", Column.time("created_at")),
                    Map.entry("scheduled_at", Column.time("created_at")),
                    Map.entry("finished_at", Column.time("ended_at"))),
            "id");

    private static final String SELECT = """
            select r.id, coalesce(r.name, r.pipeline) as display_name, k.description,
              coalesce(k.description, '') as told, r.state, %s as kfp_state, r.reason, r.message, r.canceled_by, r.owner,
              r.digest, r.parameters, v.id as version_id, p.id as pipeline_id,
              r.schedule_id,
              coalesce(k.experiment_id, s.experiment_id, d.id) as experiment_id,
              coalesce(cast(coalesce(k.experiment_id, s.experiment_id, d.id) as text), '') as experiment,
              coalesce(k.archived, false) as archived,
              case when coalesce(k.archived, false) then 'ARCHIVED' else 'AVAILABLE' end as storage_state,
              r.created_at, r.started_at, r.finished_at, coalesce(r.finished_at, 'epoch') as ended_at
            from runs r
              left join kfp_runs k on k.run_id = r.id
              left join kfp_recurring_runs s on s.schedule_id = r.schedule_id
              left join kfp_experiments d on d.team = r.team and d.team_uid = r.team_uid and d.name = 'Default'
              left join pipelines p on p.team = r.team and p.team_uid = r.team_uid and p.name = r.pipeline
              left join pipeline_versions v on v.team = r.team and v.team_uid = r.team_uid and v.pipeline = r.pipeline
                and v.version = r.version and v.deleted_at is null
            where r.team = :team and r.team_uid = :teamUid and not coalesce(k.deleted, false)
            """.formatted(KfpState.OF_RUN);

    private final Jdbi jdbi;
    private final Lister lister;

    KfpRuns(Jdbi jdbi, Lister lister) {
        this.jdbi = jdbi;
        this.lister = lister;
    }

    /** An attempt of a step, as the list of tasks needs it. */
    record StepReading(
            String step,
            int attempt,
            KfpState state,
            @Nullable String message,
            @Nullable String podName,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    /**
     * A page of runs.
     *
     * @param experiment of this experiment only; null for all
     */
    Listed<RunReading> list(TeamKey team, @Nullable UUID experiment, ListQuery query) {
        Map<String, Object> bound = new HashMap<>(bound(team));
        String below = SELECT;
        if (experiment != null) {
            below += " and coalesce(k.experiment_id, s.experiment_id, d.id) = :experimentId";
            bound.put("experimentId", experiment);
        }
        return lister.list(below, bound, query, (row, context) -> run(row));
    }

    Optional<RunReading> find(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " and r.id = :id")
                .bindMap(bound(team))
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne());
    }

    /** Attempts of the steps of a run, in the order they began. */
    List<StepReading> steps(UUID run) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from run_steps where run_id = :run
                        order by min(started_at) over (partition by step) nulls last, step, attempt
                        """)
                .bind("run", run)
                .map((row, context) -> step(row))
                .list());
    }

    /** Puts a run into an experiment. */
    void describe(UUID run, UUID experiment, @Nullable String description) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into kfp_runs (run_id, experiment_id, description) values (:run, :experiment, :description)
                        on conflict (run_id) do update set experiment_id = excluded.experiment_id,
                          description = excluded.description
                        """)
                .bind("run", run)
                .bind("experiment", experiment)
                .bind("description", description)
                .execute());
    }

    /** Archives a run, or takes it out of the archive. */
    void archive(UUID run, boolean archived) {
        set(run, "archived", archived);
    }

    /** Shows a run to clients of KFP no more; its history and its costs stay. */
    void delete(UUID run) {
        set(run, "deleted", true);
    }

    private void set(UUID run, String column, boolean value) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into kfp_runs (run_id, %1$s) values (:run, :value)
                        on conflict (run_id) do update set %1$s = excluded.%1$s
                        """.formatted(column))
                .bind("run", run)
                .bind("value", value)
                .execute());
    }

    private static Map<String, String> bound(TeamKey team) {
        return Map.of("team", team.name(), "teamUid", team.uid());
    }

    private static RunReading run(ResultSet row) throws SQLException {
        return new RunReading(
                row.getObject("id", UUID.class),
                row.getString("display_name"),
                row.getString("description"),
                KfpState.valueOf(row.getString("kfp_state")),
                row.getString("state"),
                row.getString("reason"),
                row.getString("message"),
                row.getString("canceled_by"),
                row.getString("owner"),
                row.getString("digest"),
                RunReading.json(row.getString("parameters")),
                row.getObject("pipeline_id", UUID.class),
                row.getObject("version_id", UUID.class),
                row.getObject("experiment_id", UUID.class),
                row.getObject("schedule_id", UUID.class),
                row.getBoolean("archived"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static StepReading step(ResultSet row) throws SQLException {
        return new StepReading(
                row.getString("step"),
                row.getInt("attempt"),
                KfpState.of(StepStatus.State.valueOf(row.getString("state"))),
                row.getString("message"),
                row.getString("pod_name"),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
