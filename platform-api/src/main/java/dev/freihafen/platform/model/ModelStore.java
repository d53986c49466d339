package dev.freihafen.platform.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Models, their versions and aliases in PostgreSQL. */
@Singleton
class ModelStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** A version with the aliases that stand for it, and the run it comes from. */
    private static final String VERSIONS = """
            select v.*, r.pipeline, r.version as pipeline_version, r.digest,
              array(select alias from model_aliases a
                where a.team_uid = v.team_uid and a.model = v.model and a.version = v.version order by alias) as aliases
            from model_versions v join runs r on r.id = v.run
            """;

    private final Jdbi jdbi;

    ModelStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A version to be. */
    record NewVersion(
            String model,
            UUID artifact,
            UUID run,
            String step,
            String output,
            String uri,
            ServedModel.Format format,
            @Nullable String description,
            JsonNode metadata,
            JsonNode metrics,
            String by,
            Instant at) {}

    /**
     * What became of a version.
     *
     * @param isNew false when the artifact is a version of that model already
     */
    record Registered(int version, boolean isNew) {}

    /** A model and how many versions it ever had. */
    record Model(String name, int lastVersion, String createdBy, Instant createdAt) {}

    /** An alias and the version that it stands for. */
    record Alias(String model, String alias, int version, String changedBy, Instant changedAt) {}

    /** Makes a version with the next number, unless the artifact has one of that model. */
    Registered register(Handle transaction, TeamKey team, NewVersion wanted) {
        transaction
                .createUpdate("""
                        insert into models (team, team_uid, name, created_by, created_at)
                        values (:team, :uid, :model, :by, :at) on conflict (team_uid, name) do nothing
                        """)
                .bind("team", team.name())
                .bind("uid", team.uid())
                .bind("model", wanted.model())
                .bind("by", wanted.by())
                .bind("at", wanted.at().atOffset(ZoneOffset.UTC))
                .execute();
        lock(transaction, team, wanted.model());
        Optional<Integer> present = transaction
                .createQuery(
                        "select version from model_versions where team_uid = :uid and model = :model and artifact = :artifact")
                .bind("uid", team.uid())
                .bind("model", wanted.model())
                .bind("artifact", wanted.artifact())
                .mapTo(Integer.class)
                .findOne();
        if (present.isPresent()) {
            return new Registered(present.get(), false);
        }
        int number = transaction
                .createQuery("""
                        update models set last_version = last_version + 1 where team_uid = :uid and name = :model
                        returning last_version
                        """)
                .bind("uid", team.uid())
                .bind("model", wanted.model())
                .mapTo(Integer.class)
                .one();
        insert(transaction, team, wanted, number);
        return new Registered(number, true);
    }

    private static void insert(Handle transaction, TeamKey team, NewVersion wanted, int number) {
        transaction
                .createUpdate("""
                        insert into model_versions (team_uid, model, version, artifact, run, step, output, uri, format,
                          description, metadata, metrics, created_by, created_at)
                        values (:uid, :model, :version, :artifact, :run, :step, :output, :place, :format, :description,
                          cast(:metadata as json), cast(:metrics as json), :by, :at)
                        """)
                .bind("uid", team.uid())
                .bind("model", wanted.model())
                .bind("version", number)
                .bind("artifact", wanted.artifact())
                .bind("run", wanted.run())
                .bind("step", wanted.step())
                .bind("output", wanted.output())
                .bind("place", wanted.uri())
                .bind("format", wanted.format().name())
                .bind("description", wanted.description())
                .bind("metadata", wanted.metadata().toString())
                .bind("metrics", wanted.metrics().toString())
                .bind("by", wanted.by())
                .bind("at", wanted.at().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Locks a model against other changes of its versions and aliases. */
    private static boolean lock(Handle transaction, TeamKey team, String model) {
        return transaction
                .createQuery("select 1 from models where team_uid = :uid and name = :model for update")
                .bind("uid", team.uid())
                .bind("model", model)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Lets an alias stand for a version; false when there is no such version. */
    boolean point(Handle transaction, TeamKey team, Alias alias) {
        if (!lock(transaction, team, alias.model())
                || find(transaction, team, alias.model(), alias.version()).isEmpty()) {
            return false;
        }
        transaction
                .createUpdate("""
                        insert into model_aliases (team_uid, model, alias, version, changed_by, changed_at)
                        values (:uid, :model, :alias, :version, :by, :at)
                        on conflict (team_uid, model, alias) do update set version = excluded.version,
                          changed_by = excluded.changed_by, changed_at = excluded.changed_at
                        """)
                .bind("uid", team.uid())
                .bind("model", alias.model())
                .bind("alias", alias.alias())
                .bind("version", alias.version())
                .bind("by", alias.changedBy())
                .bind("at", alias.changedAt().atOffset(ZoneOffset.UTC))
                .execute();
        return true;
    }

    /** Takes an alias away; false when there is none. */
    boolean unpoint(Handle transaction, TeamKey team, String model, String alias) {
        return transaction
                        .createUpdate(
                                "delete from model_aliases where team_uid = :uid and model = :model and alias = :alias")
                        .bind("uid", team.uid())
                        .bind("model", model)
                        .bind("alias", alias)
                        .execute()
                == 1;
    }

    /** Deletes a version for which no alias stands; its number is not given again. False when an alias stands for it. */
    boolean delete(Handle transaction, TeamKey team, String model, int version) {
        lock(transaction, team, model);
        return transaction
                        .createUpdate("""
                                delete from model_versions where team_uid = :uid and model = :model and version = :version
                                  and not exists (select 1 from model_aliases
                                    where team_uid = :uid and model = :model and version = :version)
                                """)
                        .bind("uid", team.uid())
                        .bind("model", model)
                        .bind("version", version)
                        .execute()
                == 1;
    }

    Optional<ModelVersion> find(TeamKey team, String model, int version) {
        return jdbi.withHandle(handle -> find(handle, team, model, version));
    }

    static Optional<ModelVersion> find(Handle handle, TeamKey team, String model, int version) {
        return handle.createQuery(VERSIONS + "where v.team_uid = :uid and v.model = :model and v.version = :version")
                .bind("uid", team.uid())
                .bind("model", model)
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    /** The version that an alias stands for. */
    Optional<ModelVersion> find(TeamKey team, String model, String alias) {
        return jdbi.withHandle(handle -> handle.createQuery(VERSIONS + """
                        where v.team_uid = :uid and v.model = :model and v.version =
                          (select version from model_aliases where team_uid = :uid and model = :model and alias = :alias)
                        """)
                .bind("uid", team.uid())
                .bind("model", model)
                .bind("alias", alias)
                .map((row, context) -> version(row))
                .findOne());
    }

    /** Versions of a model, newest first, those below the given number. */
    List<ModelVersion> versions(TeamKey team, String model, int below, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(VERSIONS + """
                        where v.team_uid = :uid and v.model = :model and v.version < :below
                        order by v.version desc limit :limit
                        """)
                .bind("uid", team.uid())
                .bind("model", model)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list());
    }

    /** Versions that were made from a run. */
    List<ModelVersion> ofRun(TeamKey team, UUID run) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        VERSIONS + "where v.team_uid = :uid and v.run = :run order by v.model, v.version")
                .bind("uid", team.uid())
                .bind("run", run)
                .map((row, context) -> version(row))
                .list());
    }

    /** A team's models by name, those after the given one. */
    List<Model> models(TeamKey team, String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select name, last_version, created_by, created_at from models
                        where team_uid = :uid and name collate "C" > :after order by name collate "C" limit :limit
                        """)
                .bind("uid", team.uid())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> model(row))
                .list());
    }

    Optional<Model> model(TeamKey team, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name, last_version, created_by, created_at from models where team_uid = :uid and name = :name")
                .bind("uid", team.uid())
                .bind("name", name)
                .map((row, context) -> model(row))
                .findOne());
    }

    /** Aliases of some models, by name. */
    List<Alias> aliases(TeamKey team, List<String> models) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from model_aliases where team_uid = :uid and model = any(:models) order by model, alias
                        """)
                .bind("uid", team.uid())
                .bindArray("models", String.class, models)
                .map((row, context) -> new Alias(
                        row.getString("model"),
                        row.getString("alias"),
                        row.getInt("version"),
                        row.getString("changed_by"),
                        row.getTimestamp("changed_at").toInstant()))
                .list());
    }

    private static Model model(ResultSet row) throws SQLException {
        return new Model(
                row.getString("name"),
                row.getInt("last_version"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }

    private static ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                row.getString("model"),
                row.getInt("version"),
                new ModelVersion.Source(
                        row.getObject("artifact", UUID.class),
                        row.getObject("run", UUID.class),
                        row.getString("step"),
                        row.getString("output"),
                        row.getString("pipeline"),
                        row.getString("pipeline_version"),
                        row.getString("digest")),
                row.getString("uri"),
                ServedModel.Format.valueOf(row.getString("format")),
                row.getString("description"),
                json(row.getString("metadata")),
                json(row.getString("metrics")),
                List.of((String[]) row.getArray("aliases").getArray()),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of type json holds no JSON", e);
        }
    }
}
