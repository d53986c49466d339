package dev.freihafen.platform.kfp;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Columns.Column;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Experiments in PostgreSQL: names under which runs are put together, and nothing more. */
@Singleton
final class Experiments {
    /** The one of runs that name none. */
    static final String DEFAULT = "Default";

    static final Columns COLUMNS = new Columns(
            "Experiment",
            Map.of(
                    "experiment_id", Column.text("id"),
                    "id", Column.text("id"),
                    "display_name", Column.text("name"),
                    "name", Column.text("name"),
                    "description", Column.text("told"),
                    "storage_state", Column.text("storage_state"),
                    "created_at", Column.time("created_at"),
                    "last_run_created_at", Column.time("last_run")),
            "id");

    private static final String LIST = """
            select e.*, coalesce(e.description, '') as told,
              case when e.archived then 'ARCHIVED' else 'AVAILABLE' end as storage_state,
              coalesce((select max(r.created_at) from kfp_runs k join runs r on r.id = k.run_id
                where k.experiment_id = e.id), 'epoch') as last_run
            from kfp_experiments e where e.team = :team and e.team_uid = :teamUid
            """;

    private final Jdbi jdbi;
    private final Lister lister;

    Experiments(Jdbi jdbi, Lister lister) {
        this.jdbi = jdbi;
        this.lister = lister;
    }

    /** An experiment. */
    record Experiment(
            UUID id,
            String name,
            @Nullable String description,
            String owner,
            boolean archived,
            Instant createdAt,
            @Nullable Instant lastRunAt) {}

    Listed<Experiment> list(TeamKey team, ListQuery query) {
        return lister.list(
                LIST, Map.of("team", team.name(), "teamUid", team.uid()), query, (row, context) -> experiment(row));
    }

    Optional<Experiment> find(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(LIST + " and e.id = :id")
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("id", id)
                .map((row, context) -> experiment(row))
                .findOne());
    }

    /**
     * The id of an experiment that a client named.
     *
     * @throws PlatformException.NotFound when the team has none of that id
     */
    UUID require(TeamKey team, String id) {
        return KfpDoor.find("Experiment", id, known -> find(team, known)).id();
    }

    /** Makes it; false when there is one of that name. */
    boolean create(TeamKey team, Experiment experiment) {
        return jdbi.withHandle(handle -> insert(handle, team, experiment));
    }

    /** The id of the experiment Default, which is made when it is not there. */
    UUID defaultOf(TeamKey team, String owner, Instant now) {
        return jdbi.inTransaction(transaction -> {
            insert(transaction, team, new Experiment(UUID.randomUUID(), DEFAULT, null, owner, false, now, null));
            return transaction
                    .createQuery("""
                            select id from kfp_experiments where team = :team and team_uid = :teamUid and name = :name
                            """)
                    .bind("team", team.name())
                    .bind("teamUid", team.uid())
                    .bind("name", DEFAULT)
                    .mapTo(UUID.class)
                    .one();
        });
    }

    private static boolean insert(Handle handle, TeamKey team, Experiment experiment) {
        return handle.createUpdate("""
                        insert into kfp_experiments (id, team, team_uid, name, description, owner, created_at)
                        values (:id, :team, :teamUid, :name, :description, :owner, :now)
                        on conflict (team, team_uid, name) do nothing
                        """)
                        .bind("id", experiment.id())
                        .bind("team", team.name())
                        .bind("teamUid", team.uid())
                        .bind("name", experiment.name())
                        .bind("description", experiment.description())
                        .bind("owner", experiment.owner())
                        .bind("now", experiment.createdAt().atOffset(ZoneOffset.UTC))
                        .execute()
                == 1;
    }

    /** Archives it with its runs, or takes it alone out of the archive, as clients expect. */
    void archive(UUID id, boolean archived) {
        jdbi.useTransaction(transaction -> {
            transaction
                    .createUpdate("update kfp_experiments set archived = :archived where id = :id")
                    .bind("id", id)
                    .bind("archived", archived)
                    .execute();
            if (archived) {
                transaction
                        .createUpdate("update kfp_runs set archived = true where experiment_id = :id")
                        .bind("id", id)
                        .execute();
            }
        });
    }

    /** Deletes it; its runs stay, in the experiment Default. */
    void delete(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from kfp_experiments where id = :id")
                .bind("id", id)
                .execute());
    }

    private static Experiment experiment(ResultSet row) throws SQLException {
        Timestamp last = row.getTimestamp("last_run");
        return new Experiment(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("description"),
                row.getString("owner"),
                row.getBoolean("archived"),
                row.getTimestamp("created_at").toInstant(),
                last.getTime() == 0 ? null : last.toInstant());
    }
}
