package dev.freihafen.platform.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of runs and steps as records, and back. */
final class RunRows {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

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
                terms(row),
                progress(row),
                intent(row),
                instant(row, "handed_over_at"),
                row.getString("handover_error"),
                row.getString("held_reason"));
    }

    private static RunTerms terms(ResultSet row) throws SQLException {
        BigDecimal most = row.getBigDecimal("max_cost");
        String schedule = row.getString("schedule");
        return new RunTerms(
                labels(row.getString("labels")),
                row.getInt("priority"),
                most == null ? null : new MaxCost(most.toPlainString(), row.getString("max_cost_currency")),
                schedule == null
                        ? null
                        : new RunTerms.Firing(
                                schedule,
                                row.getObject("schedule_id", UUID.class),
                                row.getTimestamp("scheduled_for").toInstant()));
    }

    private static Intent intent(ResultSet row) throws SQLException {
        String reason = row.getString("stop_reason");
        return new Intent(
                row.getInt("attempt"),
                row.getTimestamp("attempt_at").toInstant(),
                row.getBoolean("cancel_requested"),
                row.getString("canceled_by"),
                reason == null ? null : new PipelineRunSpec.Stop(reason, row.getString("stop_message")),
                row.getInt("intents"),
                row.getInt("intents_handed_over"));
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

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
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

    /** Labels as a column keeps them. */
    static String text(Map<String, String> labels) {
        return JSON.valueToTree(labels).toString();
    }

    private static Map<String, String> labels(String text) {
        try {
            return JSON.readValue(text, LABELS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels are no JSON object of texts", e);
        }
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of type json holds no JSON", e);
        }
    }
}
