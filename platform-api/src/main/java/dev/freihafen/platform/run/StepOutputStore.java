package dev.freihafen.platform.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.platform.identity.TeamKey;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Outputs of steps in PostgreSQL. */
@Singleton
public class StepOutputStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<StepOutputs.StepArtifact>> ARTIFACTS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Event<StepOutputsStored> stored;

    StepOutputStore(Jdbi jdbi, Event<StepOutputsStored> stored) {
        this.jdbi = jdbi;
        this.stored = stored;
    }

    /** Keeps the outputs of known runs; those of an attempt that has some already change nothing. */
    public void keep(Handle transaction, List<RunHistory.StepEvent> events) {
        for (RunHistory.StepEvent event : events) {
            StepOutputs outputs = event.outputs();
            if (outputs != null && insert(transaction, event, outputs)) {
                TeamKey team = team(transaction, event.run());
                stored.fire(new StepOutputsStored(
                        transaction,
                        team,
                        event.run(),
                        event.step().step(),
                        event.step().attempt(),
                        outputs));
            }
        }
    }

    private static boolean insert(Handle transaction, RunHistory.StepEvent event, StepOutputs outputs) {
        return transaction
                        .createUpdate("""
                                insert into step_outputs (run_id, step, attempt, parameters, artifacts, truncated)
                                values (:run, :step, :attempt, cast(:parameters as json), cast(:artifacts as json), :truncated)
                                on conflict (run_id, step, attempt) do nothing
                                """)
                        .bind("run", event.run())
                        .bind("step", event.step().step())
                        .bind("attempt", event.step().attempt())
                        .bind("parameters", outputs.parameters().toString())
                        .bind("artifacts", JSON.valueToTree(outputs.artifacts()).toString())
                        .bind("truncated", outputs.truncated())
                        .execute()
                == 1;
    }

    private static TeamKey team(Handle transaction, UUID run) {
        return transaction
                .createQuery("select team, team_uid from runs where id = :id")
                .bind("id", run)
                .map((row, context) -> new TeamKey(row.getString("team"), row.getString("team_uid")))
                .one();
    }

    /** The outputs of a run's steps, of each attempt that has some. */
    Map<RunHistory.Attempt, StepOutputs> ofRuns(Collection<UUID> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery("select * from step_outputs where run_id = any(:runs)")
                .bindArray("runs", UUID.class, List.copyOf(runs))
                .map((row, context) -> Map.entry(
                        new RunHistory.Attempt(
                                row.getObject("run_id", UUID.class), row.getString("step"), row.getInt("attempt")),
                        outputs(row)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static StepOutputs outputs(ResultSet row) throws SQLException {
        try {
            return new StepOutputs(
                    Objects.requireNonNull(JSON.readTree(row.getString("parameters"))),
                    JSON.readValue(row.getString("artifacts"), ARTIFACTS),
                    row.getBoolean("truncated"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
