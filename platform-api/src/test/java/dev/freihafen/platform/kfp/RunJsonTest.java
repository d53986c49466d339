package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.kfp.KfpRuns.StepReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunJsonTest {
    private static final Instant CREATED = Instant.parse("2026-11-25T07:00:00Z");
    private static final UUID ID = UUID.fromString("0b6ac6d0-8c5c-4c1e-a1cb-9d5c1f0f5a10");

    @Test
    void whatIsUnsetHasNoField() {
        ObjectNode json = RunJson.lean(run(KfpState.PENDING, "Queued", null, null, null));
        assertThat(json.has("finished_at")).isFalse();
        assertThat(json.has("error")).isFalse();
        assertThat(json.has("pipeline_spec")).isFalse();
        assertThat(json.has("description")).isFalse();
        assertThat(json.path("created_at").asText()).isEqualTo("2026-11-25T07:00:00Z");
    }

    @Test
    void aCanceledRunIsFailedAndSaysWhoDidIt() {
        JsonNode error = RunJson.lean(run(KfpState.FAILED, "Canceled", "Canceled", "asked to", "teamAdmin"))
                .path("error");
        assertThat(error.path("code").asInt()).isEqualTo(1);
        assertThat(error.path("message").asText()).isEqualTo("canceled by teamAdmin: asked to");
        assertThat(RunJson.lean(run(KfpState.FAILED, "Canceled", null, null, null))
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("canceled by request");
    }

    @Test
    void aLostRunIsFailedAndSaysSo() {
        JsonNode error = RunJson.lean(run(KfpState.FAILED, "Lost", "Lost", "its pods are gone", null))
                .path("error");
        assertThat(error.path("code").asInt()).isEqualTo(15);
        assertThat(error.path("message").asText()).isEqualTo("lost: its pods are gone");
    }

    @Test
    void aFailedRunSaysWhy() {
        assertThat(RunJson.lean(run(KfpState.FAILED, "Failed", "MaxCostExceeded", "12.50 EUR are spent.", null))
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("MaxCostExceeded: 12.50 EUR are spent.");
    }

    @Test
    void stepsBecomeATreeOfTasks() {
        ObjectNode json = RunJson.whole(
                run(KfpState.RUNNING, "Running", null, null, null),
                null,
                List.of(
                        step("load", 1, KfpState.SUCCEEDED, 1, 2),
                        step("for-loop-2-0/train", 1, KfpState.FAILED, 3, 4),
                        step("for-loop-2-0/train", 2, KfpState.SUCCEEDED, 5, 6),
                        step("for-loop-2-1/train", 1, KfpState.RUNNING, 3, null)));
        Map<String, JsonNode> byId = new HashMap<>();
        json.path("run_details")
                .path("task_details")
                .forEach(task -> byId.put(task.path("task_id").asText(), task));
        assertThat(byId).hasSize(6);
        JsonNode train = byId.values().stream()
                .filter(task -> task.path("state_history").size() == 4)
                .findFirst()
                .orElseThrow();
        assertThat(train.path("display_name").asText()).isEqualTo("train");
        assertThat(train.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(train.path("start_time").asText()).isEqualTo("2026-11-25T07:00:03Z");
        assertThat(train.path("end_time").asText()).isEqualTo("2026-11-25T07:00:06Z");
        assertThat(train.path("pod_name").asText()).isEqualTo("pod-2");
        JsonNode loop = byId.get(train.path("parent_task_id").asText());
        assertThat(loop.path("display_name").asText()).isEqualTo("for-loop-2-0");
        assertThat(loop.path("state").asText()).isEqualTo("RUNNING");
        JsonNode root = byId.get(loop.path("parent_task_id").asText());
        assertThat(root.path("display_name").asText()).isEqualTo("root");
        assertThat(root.path("state").asText()).isEqualTo("RUNNING");
        assertThat(root.has("parent_task_id")).isFalse();
    }

    @Test
    void aFailedStepSaysWhyAndItsGroupHasFailed() {
        ObjectNode json = RunJson.whole(
                run(KfpState.FAILED, "Failed", null, null, null),
                null,
                List.of(step("inner/train", 1, KfpState.FAILED, 1, 2)));
        List<JsonNode> tasks = new ArrayList<>();
        json.path("run_details").path("task_details").forEach(tasks::add);
        assertThat(tasks).extracting(task -> task.path("state").asText()).containsOnly("FAILED");
        assertThat(tasks.getLast().path("error").path("message").asText()).isEqualTo("it said so");
    }

    private static StepReading step(
            String path, int attempt, KfpState state, int startSecond, @Nullable Integer endSecond) {
        return new StepReading(
                path,
                attempt,
                state,
                state == KfpState.FAILED ? "it said so" : null,
                "pod-" + attempt,
                CREATED.plusSeconds(startSecond),
                endSecond == null ? null : CREATED.plusSeconds(endSecond));
    }

    private static RunReading run(
            KfpState state,
            String outcome,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String canceledBy) {
        return new RunReading(
                ID,
                "hello",
                null,
                state,
                outcome,
                reason,
                message,
                canceledBy,
                "scientist",
                "sha256:" + "a".repeat(64),
                JsonNodeFactory.instance.objectNode(),
                null,
                null,
                null,
                null,
                false,
                CREATED,
                state == KfpState.PENDING ? null : CREATED.plusSeconds(1),
                state.isEnd() ? CREATED.plusSeconds(9) : null);
    }
}
