package dev.freihafen.platform.kfp;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.kfp.Catalogue.Pipeline;
import dev.freihafen.platform.kfp.Catalogue.Version;
import dev.freihafen.platform.pipeline.PipelineDocuments;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Makes and deletes pipelines and versions as clients of KFP do. There a name is free again when what bore it is deleted;
 * here a version that runs name keeps its name for ever, so the next one that is given it bears it with a part of its digest.
 */
@Singleton
final class CatalogueChanges {
    private final Jdbi jdbi;

    CatalogueChanges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A compiled pipeline that is to be a version. */
    record Document(String digest, String ir) {}

    /** Makes a pipeline, with its first version where there is one; false when there is a pipeline of that name. */
    boolean create(TeamKey team, Pipeline pipeline, Optional<Version> first, @Nullable Document document) {
        return jdbi.inTransaction(transaction -> {
            int made = transaction
                    .createUpdate("""
                            insert into pipelines as known
                              (team, team_uid, name, created_at, id, display_name, description)
                            values (:team, :teamUid, :name, :now, :id, :shown, :description)
                            on conflict (team, team_uid, name) do update set deleted_at = null,
                              created_at = excluded.created_at, id = excluded.id, display_name = excluded.display_name,
                              description = excluded.description
                            where known.deleted_at is not null
                            """)
                    .bindMap(Catalogue.bound(team))
                    .bind("name", pipeline.name())
                    .bind("now", pipeline.createdAt().atOffset(ZoneOffset.UTC))
                    .bind("id", pipeline.id())
                    .bind("shown", pipeline.shown())
                    .bind("description", pipeline.description())
                    .execute();
            if (made == 1 && first.isPresent() && document != null) {
                insert(transaction, team, first.get(), document);
            }
            return made == 1;
        });
    }

    /** Makes a version; empty when there is one of that name. */
    Optional<Version> create(TeamKey team, Version version, Document document) {
        return jdbi.inTransaction(transaction -> insert(transaction, team, version, document));
    }

    private static Optional<Version> insert(Handle transaction, TeamKey team, Version version, Document document) {
        if (isShown(transaction, team, version)) {
            return Optional.empty();
        }
        PipelineDocuments.keep(transaction, document.digest(), document.ir(), version.createdAt());
        for (Version named : List.of(version, version.under(Names.ofVersion(version.version(), document.digest())))) {
            if (insert(transaction, team, named)) {
                return Optional.of(named);
            }
        }
        return Optional.empty();
    }

    private static boolean isShown(Handle transaction, TeamKey team, Version version) {
        return transaction
                .createQuery("""
                        select exists (select 1 from pipeline_versions
                          where team = :team and team_uid = :teamUid and pipeline = :pipeline and deleted_at is null
                            and coalesce(display_name, version) = :shown)
                        """)
                .bindMap(Catalogue.bound(team))
                .bind("pipeline", version.pipeline())
                .bind("shown", version.shown())
                .mapTo(Boolean.class)
                .one();
    }

    /** A version that was deleted comes back under its name where it is the same pipeline. */
    private static boolean insert(Handle transaction, TeamKey team, Version version) {
        return transaction
                        .createUpdate("""
                        insert into pipeline_versions as known (team, team_uid, pipeline, version, digest, created_by,
                          created_at, id, display_name, description)
                        values (:team, :teamUid, :pipeline, :version, :digest, :by, :now, :id, :shown, :description)
                        on conflict (team, team_uid, pipeline, version) do update set deleted_at = null,
                          created_by = excluded.created_by, created_at = excluded.created_at, id = excluded.id,
                          display_name = excluded.display_name, description = excluded.description
                        where known.deleted_at is not null and known.digest = excluded.digest
                        """)
                        .bindMap(Catalogue.bound(team))
                        .bind("pipeline", version.pipeline())
                        .bind("version", version.version())
                        .bind("digest", version.digest())
                        .bind("by", version.createdBy())
                        .bind("now", version.createdAt().atOffset(ZoneOffset.UTC))
                        .bind("id", version.id())
                        .bind("shown", version.shown())
                        .bind("description", version.description())
                        .execute()
                == 1;
    }

    /** Names of the team's schedules that start the pipeline, or the version of it. */
    List<String> schedules(TeamKey team, String pipeline, @Nullable String version) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select name from schedules where team_uid = :teamUid and pipeline = :pipeline
                          and (cast(:version as text) is null or version = :version) order by name
                        """)
                .bind("teamUid", team.uid())
                .bind("pipeline", pipeline)
                .bind("version", version)
                .mapTo(String.class)
                .list());
    }

    /** Deletes a version; where runs name it, it is only kept out of sight. The pipeline stays, even without any. */
    void deleteVersion(TeamKey team, Version version, Instant now) {
        jdbi.useTransaction(transaction -> delete(transaction, team, version, now));
    }

    /** Deletes a pipeline with its versions. */
    void deletePipeline(TeamKey team, Pipeline pipeline, List<Version> versions, Instant now) {
        jdbi.useTransaction(transaction -> {
            versions.forEach(version -> delete(transaction, team, version, now));
            Map<String, String> bound = Catalogue.bound(team);
            transaction
                    .createUpdate("""
                            update pipelines set deleted_at = :now
                            where team = :team and team_uid = :teamUid and name = :name
                            """)
                    .bindMap(bound)
                    .bind("name", pipeline.name())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
            transaction
                    .createUpdate("""
                            delete from pipelines p where team = :team and team_uid = :teamUid and name = :name
                              and not exists (select 1 from pipeline_versions v where v.team = p.team
                                and v.team_uid = p.team_uid and v.pipeline = p.name)
                            """)
                    .bindMap(bound)
                    .bind("name", pipeline.name())
                    .execute();
        });
    }

    private static void delete(Handle transaction, TeamKey team, Version version, Instant now) {
        int deleted = transaction.createUpdate("""
                        delete from pipeline_versions v where v.id = :id and not exists (
                          select 1 from runs where runs.team = v.team and runs.team_uid = v.team_uid
                            and runs.pipeline = v.pipeline and runs.version = v.version)
                        """).bind("id", version.id()).execute();
        if (deleted == 0) {
            UUID id = version.id();
            transaction
                    .createUpdate(
                            "update pipeline_versions set deleted_at = :now where id = :id and team_uid = :teamUid")
                    .bind("id", id)
                    .bind("teamUid", team.uid())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
        }
    }
}
