package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.Eventually;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import dev.freihafen.platform.usage.FeedFixtures;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * How long POST of a run takes, from the request to the answer: the compiled pipeline of a template is read and checked, the run
 * quoted by the rates in force and by how long its steps took before, held against the team's budget with all that is promised,
 * written with its key, its quote and its first event, and made in the cluster.
 */
@QuarkusTest
class SubmitBench extends PlatformIT {
    private static final Path PIPELINE = Path.of("../deploy/examples/templates/train-evaluate-register/pipeline.yaml");
    private static final int WARM_UP = 1000;
    private static final int KNOWN_RUNS = 100;
    private static final int REQUESTS = 4000;
    private static final int CLIENTS = 8;
    private static final int PER_TOKEN = 200;

    @Inject
    Jdbi jdbi;

    private final String team = "b" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void submissions() throws Exception {
        int requests = REQUESTS / Integer.getInteger("bench.divisor", 1);
        aTeamWithABudget();
        String body = new JsonObject()
                .put("ir", Files.readString(PIPELINE))
                .put("hardwareClass", "small")
                .put("deadline", "2h")
                .put("labels", new JsonObject().put("project", "bench"))
                .encode();
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<String> warm = new ArrayList<>();
            for (int request = 0; request < Math.min(WARM_UP, requests); request++) {
                warm.add(submit(client, token(), body));
            }
            end(warm, body);
            print("one client", inTurn(client, body, requests));
            print(CLIENTS + " clients at once", atOnce(client, body, requests));
        }
    }

    /** Nanoseconds of each request; one after the other. */
    private long[] inTurn(HttpClient client, String body, int requests) throws Exception {
        long[] nanos = new long[requests];
        String token = "";
        for (int request = 0; request < requests; request++) {
            token = request % PER_TOKEN == 0 ? token() : token;
            long start = System.nanoTime();
            submit(client, token, body);
            nanos[request] = System.nanoTime() - start;
        }
        return nanos;
    }

    private long[] atOnce(HttpClient client, String body, int requests) throws Exception {
        List<Future<long[]>> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int part = 0; part < CLIENTS; part++) {
                parts.add(threads.submit(() -> inTurn(client, body, requests / CLIENTS)));
            }
        }
        List<long[]> nanos = new ArrayList<>();
        for (Future<long[]> part : parts) {
            nanos.add(part.get());
        }
        return nanos.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private void print(String what, long[] nanos) {
        int open = jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from runs where team = :team and finished_at is null")
                        .bind("team", team)
                        .mapTo(Integer.class)
                        .one());
        long[] first = Arrays.copyOf(nanos, nanos.length / 4);
        Arrays.sort(first);
        Arrays.sort(nanos);
        System.out.printf(
                "BENCH submit, %s: %,d requests, P50 %.1f ms (%.1f ms in the first quarter), P99 %.1f ms, longest %.0f ms; %,d"
                        + " runs of the team are open at the end%n",
                what, nanos.length, at(nanos, 50), at(first, 50), at(nanos, 99), nanos[nanos.length - 1] / 1e6, open);
    }

    private static double at(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }

    private String submit(HttpClient client, String token, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path("/runs")))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonPath run = JsonPath.from(answer.body());
        assertThat(run.getString("state")).isEqualTo("Accepted");
        return run.getString("id");
    }

    private static String token() {
        return Account.scientist.token();
    }

    private String path(String rest) {
        return "/api/v1/teams/" + team + rest;
    }

    /** The runs before have succeeded, and of some it is known how long their steps took. */
    private void end(List<String> runs, String body) {
        List<String> steps = as(Account.scientist)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(path("/runs:quote"))
                .then()
                .statusCode(200)
                .extract()
                .path("steps.path");
        assertThat(steps).isNotEmpty();
        List<JsonObject> rows = new ArrayList<>();
        for (String run : runs) {
            if (runs.indexOf(run) < KNOWN_RUNS) {
                for (String step : steps) {
                    rows.add(FeedFixtures.stepEvent(run, step, "Succeeded", 1_000_008)
                            .put("team", team)
                            .put("startedAt", "2026-09-20T09:00:00Z")
                            .put("finishedAt", "2026-09-20T09:01:30Z"));
                }
            }
            rows.add(FeedFixtures.runEvent(run, "Succeeded", 1_000_009)
                    .put("team", team)
                    .put("finishedAt", "2026-09-20T09:05:00Z"));
        }
        send(rows, "2026-09-20T10:00:00Z");
    }

    private void aTeamWithABudget() {
        jdbi.useHandle(handle ->
                handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected, rates, rate_cards"));
        try (KubernetesClient client = TestPlatform.client()) {
            team(client, team, new Member("fraud-editors", TeamRole.Editor));
        }
        Eventually.eventually(() -> as(Account.scientist).get(path("/runs")).statusCode() == 200);
        as(Account.finance)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("rates", List.of(rate("cpu", "2.00", "core-hour"), rate("memory", "0.25", "GiB-hour")))
                        .encode())
                .put("/api/v1/rate-cards/demo")
                .then()
                .statusCode(201);
        send(
                List.of(FeedFixtures.ended(
                        FeedFixtures.cpu("spent" + team, "notebook", "2026-09-01T00:00:00Z", "2026-09-01T01:00:00Z")
                                .put("team", team),
                        "2026-09-01T01:00:00Z",
                        "Exact")),
                "2026-09-20T08:00:00Z");
        as(Account.finance)
                .contentType("application/json")
                .body("{\"amount\":\"10000000\",\"currency\":\"EUR\",\"warnAt\":[100],\"onExceeded\":\"Hold\"}")
                .put(path("/budget?month=2026-09"))
                .then()
                .statusCode(200);
    }

    private static JsonObject rate(String resource, String price, String unit) {
        return new JsonObject()
                .put("id", resource)
                .put("cluster", "*")
                .put("hardwareClass", "*")
                .put("capacityType", "*")
                .put("resource", resource)
                .put("price", price)
                .put("unit", unit)
                .put("currency", "EUR")
                .put("validFrom", "2026-01-01T00:00:00Z")
                .put("source", "demo");
    }

    private static void send(List<JsonObject> rows, String observedUntil) {
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(FeedFixtures.batch(rows, observedUntil).encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("rejected", org.hamcrest.Matchers.hasSize(0));
    }
}
