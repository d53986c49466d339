package dev.freihafen.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recorded answers of the live server, in the order in which they were given, are the stand-in's answers too. */
class RecordedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of cases with a Workflow that ran, those whose tasks the stand-in tells otherwise, and why. */
    private static final Map<String, String> OTHER_TASKS = Map.of(
            "e2e.one.e2e 39a6f757", "a driver was seen before it ended",
            "e2e.slow.running", "a pod was seen before it ran",
            "e2e.fail.after_retry", "the failed tasks are told until new pods are seen",
            "e2e.dup.dup", "the tasks of two Workflows are told together",
            "e2e.dup.later", "the tasks of two Workflows are told together",
            "e2e.two.cache1", "nodes without a name are told as well",
            "e2e.nomlmd.no_mlmd", "a driver was seen while it ran");

    private final Map<String, String> ours = new HashMap<>();
    private final MemoryWorkflows workflows = new MemoryWorkflows();
    private Instant now = Instant.parse("2026-11-24T22:00:00Z");

    @TestFactory
    List<DynamicTest> theStandInAnswersAsTheServerDid() throws IOException {
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        KfpStandIn single = new KfpStandIn(new KfpStandIn.Settings(false, "unknown"), workflows, Caller.ANYBODY, clock);
        KfpStandIn multi =
                new KfpStandIn(new KfpStandIn.Settings(true, "unknown"), new MemoryWorkflows(), new Engineer(), clock);
        HttpClient http = HttpClient.newHttpClient();
        JsonNode specs = JSON.readTree(text("/recorded/specs.json"));
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : text("/recorded/cases.jsonl").lines().toList()) {
            JsonNode recorded = JSON.readTree(line);
            String name = recorded.get("case").asText();
            KfpStandIn server = name.startsWith("mu.") ? multi : single;
            tests.add(DynamicTest.dynamicTest(name + " " + (tests.size() + 1), () -> {
                prepare(name, recorded, server);
                HttpResponse<String> answer =
                        http.send(request(server, recorded, specs), HttpResponse.BodyHandlers.ofString());
                JsonNode body = JSON.readTree(answer.body());
                learn(recorded.get("answer"), body);
                assertThat(answer.statusCode()).isEqualTo(recorded.get("status").asInt());
                assertThat(normal(name, body))
                        .isEqualTo(normal(name, expanded(translated(recorded.get("answer")), specs)));
            }));
        }
        tests.add(DynamicTest.dynamicTest("afterwards nothing listens", () -> {
            single.close();
            multi.close();
            http.close();
        }));
        return tests;
    }

    /** What happened in the cluster between two requests of the recording. */
    private void prepare(String name, JsonNode recorded, KfpStandIn server) {
        String path = recorded.get("path").asText();
        String run = path.contains("/runs/") ? path.replaceFirst(".*/runs/", "").replaceFirst(":.*", "") : "";
        KfpRuns runs = server.runs();
        switch (name) {
            case "run.get.running", "run.get.wf_deleted" -> {
                runs.report(run, "RUNNING");
                if (name.equals("run.get.wf_deleted")) {
                    workflows.delete("kubeflow", runs.workflow(run));
                }
            }
            case "run.get.succeeded" -> {
                runs.report(run, "RUNNING");
                runs.report(run, "SUCCEEDED");
            }
            case "run.get.failed" -> {
                runs.report(run, "RUNNING");
                runs.report(run, "FAILED");
            }
            case "run.get.terminated_then_failed_phase" -> now = now.plusSeconds(17);
            case "e2e.fail.failed" -> {
                runs.report(run, "RUNNING");
                runs.task(run, "fail", "FAILED");
                runs.report(run, "FAILED");
            }
            case "e2e.fail.retried" -> {
                runs.task(run, "fail", "FAILED");
                runs.report(run, "FAILED");
            }
            case "e2e.slow.running" -> {
                runs.report(run, "RUNNING");
                runs.task(run, "slow", "RUNNING");
            }
            case "e2e.fail.before_delete", "e2e.fail.pre", "e2e.nomlmd.no_mlmd" -> runs.report(run, "RUNNING");
            case "e2e.one.e2e" -> {
                runs.report(run, "RUNNING");
                if (recorded.at("/answer/state").asText().equals("SUCCEEDED")) {
                    runs.task(run, "train", "SUCCEEDED");
                    runs.report(run, "SUCCEEDED");
                }
            }
            case "e2e.dup.dup" -> {
                runs.report(run, "RUNNING");
                runs.report(run, "SUCCEEDED");
            }
            case "e2e.two.cache1" -> {
                runs.report(run, "RUNNING");
                runs.task(run, "make", "SUCCEEDED");
                runs.task(run, "use", "SUCCEEDED");
                runs.report(run, "SUCCEEDED");
            }
            case "e2e.slow.terminated" -> {
                runs.task(run, "slow", "FAILED");
                now = now.plusSeconds(17);
            }
            case "e2e.two.cache2" -> {
                runs.report(run, "RUNNING");
                runs.task(run, "make", "CACHED");
                runs.task(run, "use", "CACHED");
                runs.report(run, "SUCCEEDED");
            }
            default -> {}
        }
    }

    private HttpRequest request(KfpStandIn server, JsonNode recorded, JsonNode specs) throws IOException {
        JsonNode body = recorded.get("body");
        String text = body.isNull()
                ? ""
                : body.has("_text")
                        ? body.get("_text").asText()
                        : expanded(translated(body), specs).toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.uri().resolve(translate(recorded.get("path").asText())))
                .method(
                        recorded.get("method").asText(),
                        text.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(text));
        String token = recorded.get("token").asText();
        return token.isEmpty()
                ? request.build()
                : request.header("Authorization", "Bearer " + token).build();
    }

    /** Ids that the servers chose themselves, the live one's to ours. */
    private void learn(JsonNode recorded, JsonNode answer) {
        for (String id : List.of("experiment_id", "run_id")) {
            if (recorded.has(id) && answer.has(id)) {
                ours.put(recorded.get(id).asText(), answer.get(id).asText());
            }
        }
    }

    private String translate(String text) {
        String translated = text;
        for (Map.Entry<String, String> id : ours.entrySet()) {
            translated = translated.replace(id.getKey(), id.getValue());
        }
        return translated;
    }

    private JsonNode translated(JsonNode node) throws IOException {
        return JSON.readTree(translate(node.toString()));
    }

    private static JsonNode expanded(JsonNode node, JsonNode specs) {
        if (node.has("_spec")) {
            return Objects.requireNonNull(specs.get(node.get("_spec").asText()));
        }
        if (node.has("_repeat")) {
            return TextNode.valueOf(
                    node.get("_repeat").asText().repeat(node.get("_times").asInt()));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode expanded = JSON.createObjectNode();
            object.properties().forEach(field -> expanded.set(field.getKey(), expanded(field.getValue(), specs)));
            return expanded;
        }
        return node;
    }

    /** Without what no two servers have in common: times, random names, positions in the text of the request. */
    private static JsonNode normal(String name, JsonNode answer) throws IOException {
        JsonNode normal = JSON.readTree(answer.toString()
                .replaceAll("\"(?!1970|0001)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"", "\"T\"")
                .replaceAll("(one-step|fail-p|slow-p|two-p)-[a-z0-9]{5}", "$1-x")
                .replaceAll("-x-\\d+", "-x-1")
                .replaceAll("line 1:\\d+", "line 1:1")
                .replaceAll("Name:[a-z0-9-]*,", "Name:,"));
        if (normal instanceof ObjectNode object) {
            if (object.has("pipeline_spec")) {
                object.putObject("pipeline_spec");
            }
            if (object.has("state_history")) {
                ArrayNode states = JSON.createArrayNode();
                object.get("state_history").forEach(change -> {
                    if (!change.get("state").asText().equals("CANCELING")) {
                        states.add(change.get("state"));
                    }
                });
                object.set("state_history", states);
            }
            JsonNode tasks = object.remove("run_details");
            if (tasks != null && tellsTasks(name, object.path("run_id").asText())) {
                List<String> sorted = new ArrayList<>();
                tasks.get("task_details")
                        .forEach(task -> sorted.add(task.path("display_name").asText() + " "
                                + task.path("state").asText()));
                object.putPOJO("tasks", sorted.stream().sorted().toList().toString());
            }
        }
        return JSON.readTree(normal.toString());
    }

    /** Elsewhere the status of the Workflow was written by hand. */
    private static boolean tellsTasks(String name, String run) {
        String key = name + " " + run.substring(0, Math.min(8, run.length()));
        return name.contains("e2e") && !OTHER_TASKS.containsKey(name) && !OTHER_TASKS.containsKey(key);
    }

    private static String text(String resource) throws IOException {
        try (var in = Objects.requireNonNull(RecordedTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The account of the recording, with rights in its own namespace. */
    private static final class Engineer implements Caller {
        @Override
        public @Nullable String name(@Nullable String token) {
            return "good".equals(token) ? "system:serviceaccount:kfp-team-a:eng" : null;
        }

        @Override
        public boolean mayDo(String name, String namespace, String verb, String resource) {
            return namespace.equals("kfp-team-a");
        }
    }
}
