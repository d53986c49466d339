package dev.freihafen.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrapsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MemoryWorkflows workflows = new MemoryWorkflows();
    private final HttpClient http = HttpClient.newHttpClient();
    private KfpStandIn server;

    @BeforeEach
    void start() throws IOException {
        server = new KfpStandIn(new KfpStandIn.Settings(false, "2.17.0"), workflows, Caller.ANYBODY, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void aDroppedReplyLeavesRowAndWorkflow() {
        server.traps().dropReplies(1);
        assertThatThrownBy(() -> post("a")).isInstanceOf(IOException.class);
        assertThat(server.runs().has("a")).isTrue();
        assertThat(workflows.count()).isEqualTo(1);
    }

    @Test
    void aLostRowLeavesAWorkflowAlone() throws Exception {
        server.traps().loseRows(1);
        assertThatThrownBy(() -> post("a")).isInstanceOf(IOException.class);
        assertThat(server.runs().has("a")).isFalse();
        assertThat(workflows.count()).isEqualTo(1);
        assertThat(send("GET", "/runs/a").statusCode()).isEqualTo(404);
    }

    @Test
    void aHeldPostIsNeverAnsweredAndDoesNothing() throws Exception {
        Traps.Held held = server.traps().hold("POST /runs", "\"a\"", false);
        assertThat(post("b").statusCode()).isEqualTo(200);
        CompletableFuture<Integer> answer = later("a");
        while (!held.isThere()) {
            Thread.onSpinWait();
        }
        assertThat(answer).isNotDone();
        held.release();
        assertThat(answer).failsWithin(Duration.ofMinutes(1));
        assertThat(server.runs().has("a")).isFalse();
        assertThat(post("a").statusCode()).isEqualTo(200);
    }

    @Test
    void aHeldReplyIsNeverGivenThoughAllIsDone() throws Exception {
        Traps.Held held = server.traps().hold("POST /runs", "\"a\"", true);
        CompletableFuture<Integer> answer = later("a");
        while (!held.isThere()) {
            Thread.onSpinWait();
        }
        assertThat(server.runs().has("a")).isTrue();
        assertThat(workflows.count()).isEqualTo(1);
        held.release();
        assertThat(answer).failsWithin(Duration.ofMinutes(1));
    }

    private CompletableFuture<Integer> later(String run) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return post(run).statusCode();
            } catch (IOException | InterruptedException cut) {
                throw new IllegalStateException(cut);
            }
        });
    }

    @Test
    void aSecondPostMakesASecondWorkflowAndFails() throws Exception {
        assertThat(post("a").statusCode()).isEqualTo(200);
        assertThat(post("a").statusCode()).isEqualTo(500);
        assertThat(workflows.count()).isEqualTo(2);
        assertThat(server.runs().workflowsMade("a")).isEqualTo(2);
        assertThat(server.runs().count()).isEqualTo(1);
    }

    @Test
    void aRefusalSaysWhenToComeBackOnlyWhereItIsToldTo() throws Exception {
        server.traps().refuse(1, 7);
        HttpResponse<String> refused = send("GET", "/healthz");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        server.traps().refuse(1, null);
        assertThat(send("GET", "/healthz").headers().firstValue("Retry-After")).isEmpty();
        assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void nothingAnswersWhileItIsGone() throws Exception {
        server.traps().gone(true);
        assertThatThrownBy(() -> send("GET", "/healthz")).isInstanceOf(IOException.class);
        server.traps().gone(false);
        assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aChildIsNamedByTheHashOfItsNode() {
        // From the recording e2e.two.cache1.
        assertThat(TaskTree.nodeId("two-p-cbbb6", "two-p-cbbb6.root.make.executor"))
                .isEqualTo("two-p-cbbb6-641244125");
    }

    private HttpResponse<String> post(String run) throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("run_id", run).put("display_name", run);
        message.putObject("pipeline_spec")
                .put("schemaVersion", "2.1.0")
                .putObject("pipelineInfo")
                .put("name", "one-step");
        return http.send(
                HttpRequest.newBuilder(server.uri().resolve("/apis/v2beta1/runs"))
                        .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.uri().resolve("/apis/v2beta1" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
