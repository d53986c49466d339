package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Columns.Column;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads the team's schedules for clients of KFP, and keeps what only they know of them. */
@Singleton
final class RecurringRuns {
    static final Columns COLUMNS = new Columns(
            "RecurringRun",
            Map.of(
                    "recurring_run_id", Column.text("id"),
                    "id", Column.text("id"),
                    "display_name", Column.text("shown"),
                    "name", Column.text("shown"),
                    "description", Column.text("told"),
                    "status", Column.text("status"),
                    "experiment_id", Column.text("experiment"),
                    "created_at", Column.time("created_at"),
                    "updated_at", Column.time("changed_at")),
            "id");

    private static final String SELECT = """
            select s.id, s.name, coalesce(k.display_name, s.name) as shown, k.description,
              coalesce(k.description, '') as told, s.cron, s.catch_up, s.concurrency, s.paused, s.request, s.owner,
              s.created_at, s.changed_at, cast(k.trigger as text) as trigger,
              case when s.paused then 'DISABLED' else 'ENABLED' end as status,
              coalesce(k.experiment_id, d.id) as experiment_id,
              coalesce(cast(coalesce(k.experiment_id, d.id) as text), '') as experiment,
              p.id as pipeline_id, v.id as version_id
            from schedules s
              left join kfp_recurring_runs k on k.schedule_id = s.id
              left join kfp_experiments d on d.team = s.team and d.team_uid = s.team_uid and d.name = 'Default'
              left join pipelines p on p.team = s.team and p.team_uid = s.team_uid and p.name = s.pipeline
              left join pipeline_versions v on v.team = s.team and v.team_uid = s.team_uid and v.pipeline = s.pipeline
                and v.version = s.version and v.deleted_at is null
            where s.team = :team and s.team_uid = :teamUid
            """;

    private final Jdbi jdbi;
    private final Lister lister;

    RecurringRuns(Jdbi jdbi, Lister lister) {
        this.jdbi = jdbi;
        this.lister = lister;
    }

    /**
     * A recurring run.
     *
     * @param schedule name of the schedule that it is
     * @param request for each run, as the schedule keeps it
     * @param trigger as a client told it; null where the schedule was made at the platform's own API
     */
    record RecurringRun(
            UUID id,
            String schedule,
            String shown,
            @Nullable String description,
            String cron,
            boolean catchUp,
            String concurrency,
            boolean paused,
            JsonNode request,
            @Nullable JsonNode trigger,
            @Nullable UUID experimentId,
            @Nullable UUID pipelineId,
            @Nullable UUID versionId,
            Instant createdAt,
            Instant changedAt) {}

    Listed<RecurringRun> list(TeamKey team, @Nullable UUID experiment, ListQuery query) {
        String below = SELECT;
        Map<String, Object> bound = new HashMap<>(Catalogue.bound(team));
        if (experiment != null) {
            below += " and coalesce(k.experiment_id, d.id) = :experimentId";
            bound.put("experimentId", experiment);
        }
        return lister.list(below, bound, query, (row, context) -> recurringRun(row));
    }

    Optional<RecurringRun> find(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " and s.id = :id")
                .bindMap(Catalogue.bound(team))
                .bind("id", id)
                .map((row, context) -> recurringRun(row))
                .findOne());
    }

    /** Remembers what a client said of a schedule that it made. */
    void describe(UUID schedule, UUID experiment, String shown, @Nullable String description, JsonNode trigger) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into kfp_recurring_runs (schedule_id, experiment_id, display_name, description, trigger)
                        values (:schedule, :experiment, :shown, :description, cast(:trigger as json))
                        on conflict (schedule_id) do update set experiment_id = excluded.experiment_id,
                          display_name = excluded.display_name, description = excluded.description,
                          trigger = excluded.trigger
                        """)
                .bind("schedule", schedule)
                .bind("experiment", experiment)
                .bind("shown", shown)
                .bind("description", description)
                .bind("trigger", trigger.toString())
                .execute());
    }

    private static RecurringRun recurringRun(ResultSet row) throws SQLException {
        String trigger = row.getString("trigger");
        return new RecurringRun(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("shown"),
                row.getString("description"),
                row.getString("cron"),
                row.getBoolean("catch_up"),
                row.getString("concurrency"),
                row.getBoolean("paused"),
                RunReading.json(row.getString("request")),
                trigger == null ? null : RunReading.json(trigger),
                row.getObject("experiment_id", UUID.class),
                row.getObject("pipeline_id", UUID.class),
                row.getObject("version_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }
}
