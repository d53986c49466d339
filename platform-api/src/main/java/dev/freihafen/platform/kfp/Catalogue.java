package dev.freihafen.platform.kfp;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Columns.Column;
import dev.freihafen.platform.pipeline.PipelineDocuments;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The platform's pipelines and versions under the ids and names that clients of KFP use. */
@Singleton
final class Catalogue {
    static final Columns PIPELINES = new Columns(
            "Pipeline",
            Map.of(
                    "pipeline_id", Column.text("id"),
                    "id", Column.text("id"),
                    "name", Column.text("name"),
                    "display_name", Column.text("shown"),
                    "description", Column.text("told"),
                    "created_at", Column.time("created_at")),
            "id");

    static final Columns VERSIONS = new Columns(
            "PipelineVersion",
            Map.of(
                    "pipeline_version_id", Column.text("id"),
                    "id", Column.text("id"),
                    "name", Column.text("version"),
                    "display_name", Column.text("shown"),
                    "description", Column.text("told"),
                    "created_at", Column.time("created_at")),
            "id");

    private static final String SELECT_PIPELINES = """
            select p.*, coalesce(p.display_name, p.name) as shown, coalesce(p.description, '') as told
            from pipelines p where p.team = :team and p.team_uid = :teamUid and p.deleted_at is null
            """;
    private static final String SELECT_VERSIONS = """
            select v.*, p.id as pipeline_id, coalesce(v.display_name, v.version) as shown,
              coalesce(v.description, '') as told
            from pipeline_versions v
              join pipelines p on p.team = v.team and p.team_uid = v.team_uid and p.name = v.pipeline
            where v.team = :team and v.team_uid = :teamUid and p.id = :pipelineId and v.deleted_at is null
            """;

    private final Jdbi jdbi;
    private final Lister lister;

    Catalogue(Jdbi jdbi, Lister lister) {
        this.jdbi = jdbi;
        this.lister = lister;
    }

    /**
     * A pipeline.
     *
     * @param name here
     * @param shown as it was given
     */
    record Pipeline(
            UUID id, String name, String shown, @Nullable String description, Instant createdAt) {}

    /** A version of a pipeline. */
    record Version(
            UUID pipelineId,
            UUID id,
            String pipeline,
            String version,
            String shown,
            @Nullable String description,
            String digest,
            String createdBy,
            Instant createdAt) {
        /** The same under another name of the platform's. */
        Version under(String name) {
            return new Version(pipelineId, id, pipeline, name, shown, description, digest, createdBy, createdAt);
        }
    }

    Listed<Pipeline> pipelines(TeamKey team, ListQuery query) {
        return lister.list(SELECT_PIPELINES, bound(team), query, (row, context) -> pipeline(row));
    }

    Listed<Version> versions(TeamKey team, UUID pipeline, ListQuery query) {
        return lister.list(
                SELECT_VERSIONS,
                Map.of("team", team.name(), "teamUid", team.uid(), "pipelineId", pipeline),
                query,
                (row, context) -> version(row));
    }

    Optional<Pipeline> pipeline(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_PIPELINES + " and p.id = :id")
                .bindMap(bound(team))
                .bind("id", id)
                .map((row, context) -> pipeline(row))
                .findOne());
    }

    Optional<Pipeline> pipeline(TeamKey team, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_PIPELINES + " and p.name = :name")
                .bindMap(bound(team))
                .bind("name", name)
                .map((row, context) -> pipeline(row))
                .findOne());
    }

    Optional<Version> version(TeamKey team, UUID pipeline, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_VERSIONS + " and v.id = :id")
                .bindMap(bound(team))
                .bind("pipelineId", pipeline)
                .bind("id", id)
                .map((row, context) -> version(row))
                .findOne());
    }

    /** All versions of a pipeline. */
    List<Version> versionsOf(TeamKey team, UUID pipeline) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_VERSIONS + " order by v.created_at, v.id")
                .bindMap(bound(team))
                .bind("pipelineId", pipeline)
                .map((row, context) -> version(row))
                .list());
    }

    /** The compiled pipeline with that digest; empty where it was never brought here. */
    Optional<String> document(String digest) {
        return jdbi.withHandle(handle -> PipelineDocuments.find(handle, digest));
    }

    static Map<String, String> bound(TeamKey team) {
        return Map.of("team", team.name(), "teamUid", team.uid());
    }

    private static Pipeline pipeline(ResultSet row) throws SQLException {
        return new Pipeline(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("shown"),
                row.getString("description"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getObject("pipeline_id", UUID.class),
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                row.getString("version"),
                row.getString("shown"),
                row.getString("description"),
                row.getString("digest"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
