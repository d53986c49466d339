package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The templates as somebody who begins uses them: a model is trained, served, asked in a batch, and trained anew. */
@EndToEnd
class TemplatesE2E {
    private static final String ENDPOINT = "template-digits";

    private final Crew crew;
    private Run training;

    TemplatesE2E(Platform platform) {
        crew = platform.shared();
    }

    @BeforeAll
    void trainAModelAndServeIt() {
        training = start("train-evaluate-register", Map.of("model_name", "template-digits"))
                .succeeds();
        crew.caller()
                .post(
                        crew.path("/endpoints"),
                        Map.of(
                                "name",
                                ENDPOINT,
                                "hardwareClass",
                                Platform.SMALL,
                                "model",
                                Map.of(
                                        "uri", "pvc://models/" + training.id() + "/register/model",
                                        "format", "sklearn",
                                        "name", "digits")))
                .expect(201);
        crew.awaitReady("/endpoints/" + ENDPOINT);
    }

    private Run start(String template, Map<String, Object> parameters) {
        JsonNode found = crew.caller()
                .get("/api/v1/pipeline-templates/" + template)
                .expect(200)
                .json();
        crew.caller()
                .putYaml(
                        crew.path("/pipelines/" + template + "/versions/1"),
                        found.path("ir").asText())
                .expect(200, 201);
        Map<String, Object> request = new HashMap<>();
        request.put("pipeline", template);
        request.put("version", "1");
        request.put("parameters", parameters);
        request.put("deadline", found.path("run").path("deadline").asText());
        request.put("hardwareClass", Platform.SMALL);
        return crew.submit(request);
    }

    private static double metric(Run run, String step, String name) {
        for (JsonNode artifact : run.step(step).path("outputs").path("artifacts")) {
            if (artifact.path("type").asText().equals("system.Metrics")) {
                return artifact.path("metadata").path(name).asDouble(-1);
            }
        }
        throw new AssertionError("no metrics of " + step + ": " + run.steps());
    }

    @Test
    void aTrainedModelHasItsMetrics() {
        assertThat(metric(training, "evaluate", "accuracy")).isGreaterThan(0.9);
        assertThat(training.log("evaluate").expect(200).text()).contains("right in");
    }

    @Test
    void aBatchIsScoredByTheServedModel() {
        Run scoring = start("batch-scoring", Map.of("endpoint", ENDPOINT, "model", "digits", "rows", 600, "parts", 3))
                .succeeds();
        assertThat(metric(scoring, "gather", "rows")).isEqualTo(600);
        assertThat(scoring.steps().stream()
                        .filter(step -> step.path("step").asText().endsWith("/score"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aScheduleTrainsAnewAndTheGateLetsOnlyTheBetterModelThrough() {
        Run first = start("scheduled-retraining", Map.of("model_name", "template-digits", "trees", 10));
        String schedule = crew.path("/schedules/retraining");
        crew.caller()
                .put(
                        schedule,
                        Map.of(
                                "cron",
                                "* * * * *",
                                "concurrency",
                                "Forbid",
                                "run",
                                Map.of(
                                        "pipeline",
                                        "scheduled-retraining",
                                        "version",
                                        "1",
                                        "hardwareClass",
                                        Platform.SMALL,
                                        "parameters",
                                        Map.of("trees", 1, "champion", ENDPOINT, "min_accuracy", 0.1))))
                .expect(201);
        String id = Eventually.get(
                "a run of the schedule",
                Duration.ofSeconds(130),
                () -> {
                    List<JsonNode> runs = crew.caller()
                            .get(crew.path("/runs?schedule=retraining"))
                            .expect(200)
                            .items();
                    return runs.isEmpty()
                            ? Optional.empty()
                            : Optional.of(runs.getLast().path("id").asText());
                },
                () -> crew.caller().get(schedule + "/firings").text());
        crew.caller().post(schedule + ":pause", "").expect(200);
        Run worse = new Run(crew, id).succeeds();
        assertThat(worse.step("gate")
                        .path("outputs")
                        .path("parameters")
                        .path("decision")
                        .asText())
                .as("%s", worse.steps())
                .isEqualTo("keep");
        assertThat(worse.step("keep").path("state").asText()).isEqualTo("Succeeded");
        first.succeeds();
        assertThat(first.step("gate")
                        .path("outputs")
                        .path("parameters")
                        .path("decision")
                        .asText())
                .isIn("promote", "keep");
        crew.caller().delete(schedule).expect(204);
    }

    @Test
    void aRunIsFollowedUntilItsEnd() {
        Run run = start("train-evaluate-register", Map.of("model_name", "template-digits", "alias", ""));
        String events = crew.platform()
                .web()
                .send(HttpRequest.newBuilder(URI.create(Platform.API + run.path() + "/events"))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + crew.caller().token()))
                .expect(200)
                .text();
        assertThat(events)
                .containsPattern("event: ?run")
                .containsPattern("event: ?step")
                .contains("\"state\":\"Succeeded\"");
        run.succeeds();
    }
}
