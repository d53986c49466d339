package dev.freihafen.platform.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of runs and steps as records, and back. */
final class RunRows {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private RunRows() {}

    static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("team"),
                row.getString("team_uid"),
                row.getString("cluster"),
                row.getString("pipeline"),
                row.getString("version"),
                row.getString("name"),
                row.getString("digest"),
                Objects.requireNonNull(json(row.getString("parameters"))),
                row.getString("hardware_class"),
                row.getString("deadline"),
                row.getString("owner"),
                row.getTimestamp("created_at").toInstant(),
                progress(row),
                row.getBoolean("cancel_requested"),
                instant(row, "handed_over_at"),
                row.getString("handover_error"),
                row.getString("held_reason"));
    }

    static Progress progress(ResultSet row) throws SQLException {
        return new Progress(
                RunState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("message"),
                row.getString("engine"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getLong("generation"));
    }

    static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getString("step"),
                row.getInt("attempt"),
                StepStatus.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("message"),
                row.getString("pod_name"),
                row.getString("pod_uid"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                json(row.getString("parameters")),
                json(row.getString("artifacts")),
                row.getLong("generation"));
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable String text(@Nullable JsonNode json) {
        return json == null ? null : json.toString();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of type json holds no JSON", e);
        }
    }
}
