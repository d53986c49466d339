package dev.freihafen.platform.pipeline;

import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Pipelines and versions in PostgreSQL. */
@Singleton
public class PipelineStore {
    private final Jdbi jdbi;

    public PipelineStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What became of a version that was put. */
    public sealed interface Put {
        PipelineVersion version();

        /** It is new. */
        record Created(PipelineVersion version) implements Put {}

        /** It was there with the same digest. */
        record Unchanged(PipelineVersion version) implements Put {}

        /** It was there with another digest, which stays. */
        record Different(PipelineVersion version) implements Put {}
    }

    /**
     * Puts a version. One that was deleted while runs name it comes back with the digest that it had, and with no other.
     */
    public Put put(TeamKey team, PipelineVersion wanted, String ir) {
        return jdbi.inTransaction(transaction -> {
            PipelineDocuments.keep(transaction, wanted.digest(), ir, wanted.createdAt());
            boolean created = insert(transaction, team, wanted) == 1;
            PipelineVersion stored = find(transaction, team, wanted.pipeline(), wanted.version(), true)
                    .orElseThrow();
            if (!stored.digest().equals(wanted.digest())) {
                return new Put.Different(stored);
            }
            boolean revived = !created && revive(transaction, team, wanted);
            return created || revived ? new Put.Created(stored) : new Put.Unchanged(stored);
        });
    }

    private static boolean revive(Handle transaction, TeamKey team, PipelineVersion version) {
        transaction
                .createUpdate("""
                        update pipelines set deleted_at = null
                        where team = :team and team_uid = :teamUid and name = :pipeline and deleted_at is not null
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", version.pipeline())
                .execute();
        return transaction
                        .createUpdate("""
                                update pipeline_versions set deleted_at = null
                                where team = :team and team_uid = :teamUid and pipeline = :pipeline and version = :version
                                  and deleted_at is not null
                                """)
                        .bind("team", team.name())
                        .bind("teamUid", team.uid())
                        .bind("pipeline", version.pipeline())
                        .bind("version", version.version())
                        .execute()
                == 1;
    }

    /**
     * Deletes versions of a pipeline, and the pipeline with its last. Those that runs name are kept out of sight, so that
     * the name of a version never stands for two.
     *
     * @param version null for all
     * @return how many there were
     */
    public int delete(TeamKey team, String pipeline, @Nullable String version, Instant now) {
        return jdbi.inTransaction(transaction -> {
            int gone = change(transaction, team, pipeline, version, now, """
                    delete from pipeline_versions v where %s and not exists (
                      select 1 from runs where runs.team = v.team and runs.team_uid = v.team_uid
                        and runs.pipeline = v.pipeline and runs.version = v.version)
                    """);
            int hidden = change(
                    transaction,
                    team,
                    pipeline,
                    version,
                    now,
                    "update pipeline_versions v set deleted_at = :now where %s");
            transaction
                    .createUpdate("""
                            delete from pipelines where team = :team and team_uid = :teamUid and name = :pipeline
                              and not exists (select 1 from pipeline_versions v where v.team = :team
                                and v.team_uid = :teamUid and v.pipeline = :pipeline)
                            """)
                    .bind("team", team.name())
                    .bind("teamUid", team.uid())
                    .bind("pipeline", pipeline)
                    .execute();
            transaction
                    .createUpdate("""
                            update pipelines set deleted_at = :now
                            where team = :team and team_uid = :teamUid and name = :pipeline
                              and not exists (select 1 from pipeline_versions v where v.team = :team
                                and v.team_uid = :teamUid and v.pipeline = :pipeline and v.deleted_at is null)
                            """)
                    .bind("team", team.name())
                    .bind("teamUid", team.uid())
                    .bind("pipeline", pipeline)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
            return gone + hidden;
        });
    }

    private static int change(
            Handle transaction, TeamKey team, String pipeline, @Nullable String version, Instant now, String sql) {
        return transaction
                .createUpdate(sql.formatted("""
                        v.team = :team and v.team_uid = :teamUid and v.pipeline = :pipeline and v.deleted_at is null
                          and (cast(:version as text) is null or v.version = :version)"""))
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", pipeline)
                .bind("version", version)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Who put the versions of a pipeline, or the one that is named. */
    List<String> owners(TeamKey team, String pipeline, @Nullable String version) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct created_by from pipeline_versions
                        where team = :team and team_uid = :teamUid and pipeline = :pipeline and deleted_at is null
                          and (cast(:version as text) is null or version = :version)
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", pipeline)
                .bind("version", version)
                .mapTo(String.class)
                .list());
    }

    /** Names of the team's schedules that start the pipeline, or a version of it. */
    List<String> schedules(TeamKey team, String pipeline, @Nullable String version) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select name from schedules where team_uid = :uid and pipeline = :pipeline
                          and (cast(:version as text) is null or version = :version) order by name
                        """)
                .bind("uid", team.uid())
                .bind("pipeline", pipeline)
                .bind("version", version)
                .mapTo(String.class)
                .list());
    }

    private static int insert(Handle transaction, TeamKey team, PipelineVersion version) {
        transaction
                .createUpdate("""
                        insert into pipelines (team, team_uid, name, created_at) values (:team, :teamUid, :pipeline, :now)
                        on conflict (team, team_uid, name) do nothing
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", version.pipeline())
                .bind("now", version.createdAt().atOffset(ZoneOffset.UTC))
                .execute();
        return transaction
                .createUpdate("""
                        insert into pipeline_versions (team, team_uid, pipeline, version, digest, created_by, created_at)
                        values (:team, :teamUid, :pipeline, :version, :digest, :by, :now)
                        on conflict (team, team_uid, pipeline, version) do nothing
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", version.pipeline())
                .bind("version", version.version())
                .bind("digest", version.digest())
                .bind("by", version.createdBy())
                .bind("now", version.createdAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** One version. */
    public Optional<PipelineVersion> find(TeamKey team, String pipeline, String version) {
        return jdbi.withHandle(handle -> find(handle, team, pipeline, version, false));
    }

    private static Optional<PipelineVersion> find(
            Handle handle, TeamKey team, String pipeline, String version, boolean isDeletedToo) {
        return handle.createQuery("""
                        select * from pipeline_versions
                        where team = :team and team_uid = :teamUid and pipeline = :pipeline and version = :version
                          and (deleted_at is null or :deleted)
                        """)
                .bind("deleted", isDeletedToo)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", pipeline)
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    /** The compiled pipeline of a version. */
    public String ir(PipelineVersion version) {
        return jdbi.withHandle(handle -> PipelineDocuments.find(handle, version.digest()))
                .orElseThrow();
    }

    /** Versions of a pipeline in the order of their names, after the given one. */
    public List<PipelineVersion> versions(TeamKey team, String pipeline, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from pipeline_versions
                        where team = :team and team_uid = :teamUid and pipeline = :pipeline and version > :after
                          and deleted_at is null
                        order by version limit :limit
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("pipeline", pipeline)
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list());
    }

    /** Names of a team's pipelines in order, after the given one. */
    public List<String> pipelines(TeamKey team, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select name from pipelines where team = :team and team_uid = :teamUid and name > :after
                          and deleted_at is null
                        order by name limit :limit
                        """)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    private static PipelineVersion version(ResultSet row) throws SQLException {
        return new PipelineVersion(
                row.getString("team"),
                row.getString("pipeline"),
                row.getString("version"),
                row.getString("digest"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
