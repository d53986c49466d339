package dev.freihafen.platform.pipeline;

import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    sealed interface Put {
        PipelineVersion version();

        /** It is new. */
        record Created(PipelineVersion version) implements Put {}

        /** It was there with the same digest. */
        record Unchanged(PipelineVersion version) implements Put {}

        /** It was there with another digest, which stays. */
        record Different(PipelineVersion version) implements Put {}
    }

    Put put(TeamKey team, PipelineVersion wanted, String ir) {
        return jdbi.inTransaction(transaction -> {
            PipelineDocuments.keep(transaction, wanted.digest(), ir, wanted.createdAt());
            boolean created = insert(transaction, team, wanted) == 1;
            PipelineVersion stored =
                    find(transaction, team, wanted.pipeline(), wanted.version()).orElseThrow();
            if (created) {
                return new Put.Created(stored);
            }
            return stored.digest().equals(wanted.digest()) ? new Put.Unchanged(stored) : new Put.Different(stored);
        });
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
        return jdbi.withHandle(handle -> find(handle, team, pipeline, version));
    }

    private static Optional<PipelineVersion> find(Handle handle, TeamKey team, String pipeline, String version) {
        return handle.createQuery("""
                        select * from pipeline_versions
                        where team = :team and team_uid = :teamUid and pipeline = :pipeline and version = :version
                        """)
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
    List<PipelineVersion> versions(TeamKey team, String pipeline, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from pipeline_versions
                        where team = :team and team_uid = :teamUid and pipeline = :pipeline and version > :after
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
    List<String> pipelines(TeamKey team, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select name from pipelines where team = :team and team_uid = :teamUid and name > :after
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
