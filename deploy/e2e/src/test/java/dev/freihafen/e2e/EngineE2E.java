package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the built-in engine does with pipelines of the SDK; all runs go side by side. */
@EndToEnd
class EngineE2E {
    private final Crew crew;
    private Run retries;
    private Run failing;
    private Run nested;
    private Run loop;
    private Run parameters;
    private Run artifacts;
    private Run canceled;
    private Run late;

    EngineE2E(Platform platform) {
        crew = platform.shared();
    }

    @BeforeAll
    void submitAll() {
        canceled = crew.submit("engine/sleeper.yaml", Map.of("seconds", 600));
        late = crew.submit(
                crew.request("engine/sleeper.yaml", Map.of("parameters", Map.of("seconds", 600), "deadline", "15s")));
        loop = crew.submit("engine/loop.yaml", Map.of());
        retries = crew.submit("engine/retries.yaml", Map.of());
        failing = crew.submit("engine/exit_handler.yaml", Map.of("exit_code", 3));
        nested = crew.submit("engine/nested.yaml", Map.of("n", 5));
        artifacts = crew.submit("engine/artifacts.yaml", Map.of("lines", 7));
        parameters = crew.submit(
                "engine/parameters.yaml",
                Map.of(
                        "text",
                        "Grüße \"an\" $HOME",
                        "whole",
                        7,
                        "real",
                        2.5,
                        "flag",
                        false,
                        "many",
                        List.of("a", 1, Map.of("b", 2)),
                        "struct",
                        Map.of("deep", Map.of("er", List.of(1, 2)))));
    }

    @Test
    void cancelingARunLeavesNoPod() {
        Eventually.holds(
                "a step that sleeps",
                Duration.ofSeconds(120),
                () -> canceled.pods().stream()
                        .anyMatch(pod -> pod.getStatus().getPhase().equals("Running")),
                () -> canceled.steps().toString());
        JsonNode end = canceled.cancel().end();
        assertThat(end.path("state").asText()).as("%s", end).isEqualTo("Canceled");
        assertThat(canceled.awaitNoPods().steps())
                .isNotEmpty()
                .allSatisfy(step ->
                        assertThat(step.path("state").asText()).as("%s", step).isEqualTo("Canceled"));
    }

    @Test
    void aRunThatIsTooLateFailsAndSaysSo() {
        JsonNode end = late.end();
        assertThat(end.path("state").asText()).as("%s", end).isEqualTo("Failed");
        assertThat(end.path("reason").asText()).isEqualTo("DeadlineExceeded");
        assertThat(end.path("message").asText()).contains("deadline");
        late.awaitNoPods();
    }

    @Test
    void aLoopCollectsWhatItsBranchesReturn() {
        loop.succeeds();
        assertThat(output(loop, "add", "Output").asInt()).isEqualTo(1 + 4 + 9 + 16);
        List<JsonNode> branches = loop.attempts("square");
        assertThat(branches).hasSize(4);
        assertThat(branches)
                .allSatisfy(branch -> assertThat(branches.stream().filter(other -> runsAtTheStartOf(branch, other)))
                        .as("branches that run when %s starts", branch)
                        .hasSizeLessThanOrEqualTo(2));
    }

    private static boolean runsAtTheStartOf(JsonNode step, JsonNode other) {
        Instant start = time(step, "startedAt");
        return !time(other, "startedAt").isAfter(start)
                && (time(other, "finishedAt").isAfter(start) || other.equals(step));
    }

    @Test
    void aStepIsTriedUntilItSucceeds() {
        retries.succeeds();
        List<JsonNode> attempts = retries.attempts("flaky");
        assertThat(attempts)
                .extracting(attempt -> attempt.path("attempt").asInt())
                .containsExactly(1, 2, 3);
        assertThat(attempts)
                .extracting(attempt -> attempt.path("state").asText().equals("Succeeded"))
                .containsExactly(false, false, true);
        assertThat(output(retries, "flaky", "tries").asInt()).isEqualTo(3);
    }

    @Test
    void theExitHandlerRunsAfterAFailureAndIsToldOfIt() {
        JsonNode end = failing.end();
        assertThat(end.path("state").asText()).as("%s", end).isEqualTo("Failed");
        assertThat(end.path("reason").asText()).isEqualTo("StepFailed");
        JsonNode work = failing.step("work");
        assertThat(work.path("state").asText()).as("%s", work).isEqualTo("Failed");
        assertThat(work.path("message").asText()).contains("3");
        JsonNode tell = failing.step("tell");
        assertThat(tell.path("state").asText()).as("%s", tell).isEqualTo("Succeeded");
        assertThat(failing.awaitNoPods().log("tell").expect(200).text()).contains("FAILED");
    }

    @Test
    void aPipelineInsideAPipelineGivesItsOutputOn() {
        nested.succeeds();
        assertThat(nested.attempts("double")).hasSize(2);
        assertThat(nested.steps())
                .filteredOn(step -> !step.path("step").asText().contains("/"))
                .extracting(step -> step.path("parameters").path("result").asInt())
                .containsExactly(40);
    }

    @Test
    void parametersOfEachTypeArriveAsTheyWereGiven() {
        parameters.succeeds();
        JsonNode given = parameters.now().path("parameters");
        JsonNode echoed = parameters.step("echo").path("parameters");
        assertThat(echoed.path("text").asText()).isEqualTo("said: Grüße \"an\" $HOME");
        assertThat(echoed.path("whole").asInt()).isEqualTo(7);
        assertThat(echoed.path("real").asDouble()).isEqualTo(2.5);
        assertThat(echoed.path("flag").isBoolean()).isTrue();
        assertThat(echoed.path("flag").asBoolean()).isFalse();
        assertThat(echoed.path("many")).isEqualTo(given.path("many"));
        assertThat(echoed.path("struct")).isEqualTo(given.path("struct"));
        assertThat(echoed.path("none").asBoolean())
                .as("the optional one was left out")
                .isTrue();
    }

    @Test
    void artifactsAndTheirMetadataReachTheNextStep() {
        artifacts.succeeds();
        assertThat(output(artifacts, "count", "words").asInt()).isEqualTo(14);
        JsonNode text = artifacts.step("write").path("artifacts").path("text").path(0);
        assertThat(text.path("metadata").path("lines").asInt()).as("%s", text).isEqualTo(7);
        assertThat(text.path("type").path("schemaTitle").asText()).isEqualTo("system.Dataset");
        assertThat(artifacts.log("count").expect(200).text()).contains("lines=7 no prefix");
    }

    @Test
    void logsAreKeptWhenThePodIsGone() {
        loop.succeeds().awaitNoPods();
        Answer log = loop.log("add").expect(200);
        assertThat(log.contentType()).startsWith("text/plain");
        assertThat(log.text()).contains("the sum of [1, 4, 9, 16] is 30");
    }

    @Test
    void whatTheEngineCannotRunIsRefusedAtOnceWithAList() {
        refused("engine/importer.yaml", "importer");
    }

    @Test
    void aStepRunsOnlyWhereItsConditionHolds() {
        Run more = crew.submit("engine/condition.yaml", Map.of("n", 11));
        Run less = crew.submit("engine/condition.yaml", Map.of("n", 9));
        assertThat(states(more.succeeds())).contains("Succeeded").doesNotContain("Skipped");
        assertThat(states(less.succeeds())).contains("Skipped");
    }

    private static List<String> states(Run run) {
        return run.steps().stream().map(step -> step.path("state").asText()).toList();
    }

    private void refused(String example, String feature) {
        Answer answer = crew.caller()
                .post(crew.path("/runs"), crew.request(example, Map.of()))
                .expect(422);
        assertThat(answer.problem()).isEqualTo("engine-unsupported");
        assertThat(answer.json().path("errors")).isNotEmpty().allSatisfy(error -> {
            assertThat(error.path("path").asText()).startsWith("$");
            assertThat(error.path("message").asText()).isNotBlank();
        });
        assertThat(answer.json().path("errors").toString().toLowerCase(java.util.Locale.ROOT))
                .contains(feature);
    }

    private static JsonNode output(Run run, String step, String name) {
        JsonNode found = run.step(step).path("parameters").path(name);
        assertThat(found.isMissingNode())
                .as("output %s of %s: %s", name, step, run.steps())
                .isFalse();
        return found;
    }

    private static Instant time(JsonNode step, String field) {
        return Instant.parse(step.path(field).asText());
    }
}
