package dev.freihafen.platform.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.run.StepOutputs.StepArtifact;
import dev.freihafen.platform.run.StepOutputsStored;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Artifacts in PostgreSQL. */
@Singleton
public class ArtifactStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final Clock clock;

    ArtifactStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Takes down what a step has put out, in the transaction that was told of it. */
    void keep(@Observes StepOutputsStored stored) {
        PreparedBatch batch = stored.transaction().prepareBatch("""
                insert into artifacts (run, step, attempt, output, position, type, uri, metadata, created_at)
                values (:run, :step, :attempt, :output, :position, :type, :uri, cast(:metadata as json), :now)
                on conflict (run, step, attempt, output, position) do nothing
                """);
        Map<String, Integer> seen = new HashMap<>();
        for (StepArtifact artifact : stored.outputs().artifacts()) {
            batch.bind("run", stored.run())
                    .bind("step", stored.step())
                    .bind("attempt", stored.attempt())
                    .bind("output", artifact.name())
                    .bind("position", seen.merge(artifact.name(), 1, Integer::sum) - 1)
                    .bind("type", artifact.type())
                    .bind("uri", artifact.uri())
                    .bind("metadata", artifact.metadata().toString())
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /**
     * What is asked for of a run's artifacts.
     *
     * @param type schema title, null for any
     * @param step path of the step, null for any
     */
    public record Wanted(@Nullable String type, @Nullable String step) {
        /** All of them. */
        public static final Wanted ALL = new Wanted(null, null);
    }

    /** Artifacts of a run in the order they were told, those after the given number. */
    public List<Artifact> list(UUID run, Wanted wanted, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from artifacts
                        where run = :run and number > :after
                          and (cast(:type as text) is null or type = :type)
                          and (cast(:step as text) is null or step = :step)
                        order by number limit :limit
                        """)
                .bind("run", run)
                .bind("after", after)
                .bind("type", wanted.type())
                .bind("step", wanted.step())
                .bind("limit", limit)
                .map((row, context) -> artifact(row))
                .list());
    }

    /** One artifact of a team's runs. */
    public Optional<Artifact> find(TeamKey team, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select artifacts.* from artifacts join runs on runs.id = artifacts.run
                        where artifacts.id = :id and runs.team = :team and runs.team_uid = :teamUid
                        """)
                .bind("id", id)
                .bind("team", team.name())
                .bind("teamUid", team.uid())
                .map((row, context) -> artifact(row))
                .findOne());
    }

    /** Artifacts of a type that the newest attempts of a run's steps have put out. */
    public List<Artifact> newest(Handle handle, UUID run, String type) {
        return handle.createQuery("""
                        select * from artifacts one
                        where run = :run and type = :type and attempt =
                          (select max(attempt) from artifacts other where other.run = one.run and other.step = one.step)
                        order by number
                        """)
                .bind("run", run)
                .bind("type", type)
                .map((row, context) -> artifact(row))
                .list();
    }

    private static Artifact artifact(ResultSet row) throws SQLException {
        return new Artifact(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                row.getObject("run", UUID.class),
                row.getString("step"),
                row.getInt("attempt"),
                row.getString("output"),
                row.getInt("position"),
                row.getString("type"),
                row.getString("uri"),
                json(row.getString("metadata")),
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
