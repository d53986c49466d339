package dev.freihafen.platform.run;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunsIT extends PlatformIT {
    private static final String RUNS = "/api/v1/teams/fraud/runs";

    @Inject
    SwitchableRunTarget target;

    @Inject
    RunStore store;

    @Inject
    RunHandover handover;

    @Inject
    HandoverQueue queue;

    @Inject
    Jdbi jdbi;

    @Inject
    TeamDirectory teams;

    private TeamKey fraud() {
        return TeamKey.of(teams.find("fraud").orElseThrow());
    }

    @AfterEach
    void clusterIsBack() {
        target.away(false);
        target.refusing(false);
    }

    private static Response submit(String key, JsonObject body) {
        var request = as(Account.scientist).contentType("application/json").body(body.encode());
        return (key == null ? request : request.header("Idempotency-Key", key)).post(RUNS);
    }

    private static String id(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return response.jsonPath().getString("id");
    }

    private static PipelineRun resource(String id) {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(PipelineRun.class)
                    .inNamespace("team-fraud")
                    .withName(id)
                    .get();
        }
    }

    private static long resourcesWith(String greeting) {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(PipelineRun.class).inNamespace("team-fraud").list().getItems().stream()
                    .filter(run ->
                            run.getSpec().parameters().path("greeting").asText().equals(greeting))
                    .count();
        }
    }

    private int rowsWith(String greeting) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from runs where parameters ->> 'greeting' = :greeting")
                        .bind("greeting", greeting)
                        .mapTo(Integer.class)
                        .one());
    }

    private static JsonObject greeting(String greeting) {
        return RunFixtures.request().put("parameters", new JsonObject().put("greeting", greeting));
    }

    @Test
    void aSubmittedRunIsWrittenAndHandedOverUnderItsId() {
        Response answer =
                submit(null, RunFixtures.request().put("name", "first light").put("deadline", "90m"));
        String id = id(answer);
        assertThat(answer.header("Location")).endsWith(RUNS + "/" + id);
        PipelineRun resource = resource(id);
        assertThat(resource.getSpec().owner()).isEqualTo("scientist");
        assertThat(resource.getSpec().pipeline()).isEqualTo("hello");
        assertThat(resource.getSpec().deadline()).isEqualTo("90m");
        assertThat(resource.getSpec().cancelRequested()).isFalse();
        as(Account.viewer)
                .get(RUNS + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("Accepted"))
                .body("owner", equalTo("scientist"))
                .body("cluster", equalTo("local"))
                .body("name", equalTo("first light"))
                .body("parameters.greeting", equalTo("moin"))
                .body("cost.amount", equalTo(0))
                .body("cost.exact", equalTo("0.000000000"));
    }

    @Test
    void aForeignRunIsNotThere() {
        String id = id(submit(null, RunFixtures.request()));
        as(Account.scientistRouting).get(RUNS + "/" + id).then().statusCode(404);
        as(Account.scientistRouting)
                .get("/api/v1/teams/routing/runs/" + id)
                .then()
                .statusCode(404);
        as(Account.scientistRouting)
                .urlEncodingEnabled(false)
                .post(RUNS + "/" + id + ":cancel")
                .then()
                .statusCode(404);
    }

    @Test
    void aDryRunWritesNothing() {
        int before = count();
        as(Account.scientist)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post(RUNS + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("id", nullValue())
                .body("pipeline", equalTo("hello"));
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void theSameKeyAndBodyGiveTheSameRun() {
        String key = UUID.randomUUID().toString();
        String id = id(submit(key, RunFixtures.request()));
        Response again = submit(key, RunFixtures.request());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getString("id")).isEqualTo(id);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        String key = UUID.randomUUID().toString();
        id(submit(key, RunFixtures.request()));
        submit(key, greeting("other"))
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:freihafen:problem:idempotency-key-reused"));
    }

    @Test
    void theSameKeyOfAnotherCallerIsAnotherKey() {
        String key = UUID.randomUUID().toString();
        String id = id(submit(key, RunFixtures.request()));
        String other = as(Account.colleague)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(RunFixtures.request().encode())
                .post(RUNS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(other).isNotEqualTo(id);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        String key = UUID.randomUUID().toString();
        String id = id(submit(key, RunFixtures.request()));
        jdbi.useHandle(handle -> handle.execute(
                "update idempotency_keys set created_at = created_at - interval '24 hours 1 second' where key = ?",
                key));
        assertThat(id(submit(key, greeting("other")))).isNotEqualTo(id);
    }

    @Test
    void aHundredRequestsAtTheSameMomentWithOneKeyMakeOneRun() throws Exception {
        String key = UUID.randomUUID().toString();
        JsonObject body = greeting("at once " + key);
        CountDownLatch start = new CountDownLatch(1);
        Callable<String> request = () -> {
            start.await();
            Response answer = submit(key, body);
            assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
            return answer.jsonPath().getString("id");
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 100)
                    .mapToObj(number -> threads.submit(request))
                    .toList();
            start.countDown();
            Set<String> ids = answers.stream().map(RunsIT::get).collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
        }
        assertThat(rowsWith("at once " + key)).isEqualTo(1);
        assertThat(resourcesWith("at once " + key)).isEqualTo(1);
    }

    private static String get(Future<String> future) {
        try {
            return future.get();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void withoutAClusterARunIsKeptAndHandedOverLater() {
        target.away(true);
        String id = id(submit(null, RunFixtures.request()));
        as(Account.scientist)
                .get(RUNS + "/" + id)
                .then()
                .body("state", equalTo("Accepted"))
                .body("reason", equalTo("HandoverPending"))
                .body("message", containsString("cannot be reached"));
        assertThat(resource(id)).isNull();
        target.away(false);
        eventually(() -> resource(id) != null);
        eventually(() -> as(Account.scientist).get(RUNS + "/" + id).jsonPath().get("reason") == null);
    }

    @Test
    void aCancelWithoutAClusterIsToldLater() {
        String id = id(submit(null, RunFixtures.request()));
        target.away(true);
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(RUNS + "/" + id + ":cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("Canceling"));
        assertThat(resource(id).getSpec().cancelRequested()).isFalse();
        target.away(false);
        eventually(() -> resource(id).getSpec().cancelRequested());
    }

    @Test
    void aRunThatIsCanceledBeforeItIsHandedOverArrivesCanceled() {
        target.away(true);
        String id = id(submit(null, RunFixtures.request()));
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(RUNS + "/" + id + ":cancel")
                .then()
                .statusCode(200);
        target.away(false);
        eventually(() -> resource(id) != null);
        eventually(() -> resource(id).getSpec().cancelRequested());
    }

    @Test
    void onlyTheOwnerAndAdminsCancel() {
        String id = id(submit(null, RunFixtures.request()));
        as(Account.colleague)
                .urlEncodingEnabled(false)
                .post(RUNS + "/" + id + ":cancel")
                .then()
                .statusCode(403);
        assertThat(resource(id).getSpec().cancelRequested()).isFalse();
        as(Account.teamAdmin)
                .urlEncodingEnabled(false)
                .post(RUNS + "/" + id + ":cancel")
                .then()
                .statusCode(200);
        assertThat(resource(id).getSpec().cancelRequested()).isTrue();
    }

    @Test
    void aRowWithoutItsResourceIsHandedOver() {
        NewRun run = written("killed before the resource");
        eventually(() -> resource(run.id().toString()) != null);
    }

    @Test
    void aRowWhoseResourceIsThereAlreadyStaysOneRun() {
        target.away(true);
        NewRun run = written("killed after the resource");
        Run row = store.find(fraud(), run.id()).orElseThrow();
        try (KubernetesClient client = TestPlatform.client()) {
            client.resource(new Handover(row, run.ir(), false, 1).resource()).create();
        }
        target.away(false);
        eventually(() -> store.find(fraud(), run.id()).orElseThrow().handedOverAt() != null);
        assertThat(resourcesWith("killed after the resource")).isEqualTo(1);
    }

    @Test
    void aRunThatTheClusterRefusesLeavesNothing() {
        String key = UUID.randomUUID().toString();
        int before = count();
        target.refusing(true);
        submit(key, RunFixtures.request()).then().statusCode(422).body("detail", containsString("spec.ir: not here"));
        assertThat(count()).isEqualTo(before);
        target.refusing(false);
        id(submit(key, RunFixtures.request()));
    }

    @Test
    void aWrittenRunThatTheClusterRefusesFailsWithTheReason() {
        target.away(true);
        NewRun run = written("refused later");
        target.refusing(true);
        eventually(() -> store.find(fraud(), run.id()).orElseThrow().progress().state() == RunState.Failed);
        Progress end = store.find(fraud(), run.id()).orElseThrow().progress();
        assertThat(end.reason()).isEqualTo("Refused");
        assertThat(end.message()).contains("spec.ir: not here");
    }

    @Test
    void aRunIsGivenUpAfterADayWithoutACluster() {
        target.away(true);
        NewRun run = written("given up");
        Clock dayAfter = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
        new RunHandover(queue, target, teams, dayAfter).sweep();
        Progress end = store.find(fraud(), run.id()).orElseThrow().progress();
        assertThat(end.state()).isEqualTo(RunState.Failed);
        assertThat(end.reason()).isEqualTo("HandoverExpired");
        target.away(false);
        assertThat(handover.handOver(run.id())).isEmpty();
        assertThat(resource(run.id().toString())).isNull();
    }

    @Test
    void twoProgramsThatSweepAtOnceMakeOneRun() throws Exception {
        target.away(true);
        List<NewRun> runs =
                IntStream.range(0, 30).mapToObj(number -> written("swept")).toList();
        Clock soon = Clock.fixed(Instant.now().plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
        target.away(false);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int program = 0; program < 4; program++) {
                threads.submit(() -> new RunHandover(queue, target, teams, soon).sweep());
            }
        }
        for (NewRun run : runs) {
            assertThat(resource(run.id().toString())).isNotNull();
        }
        assertThat(resourcesWith("swept")).isEqualTo(30);
    }

    @Test
    void aListIsReadPageByPageNewestFirst() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(number -> id(submit(null, RunFixtures.request())))
                .toList();
        Response first = as(Account.scientist).get(RUNS + "?pageSize=2");
        assertThat(first.jsonPath().getList("items.id")).containsExactly(ids.get(4), ids.get(3));
        Response second = as(Account.scientist)
                .get(RUNS + "?pageSize=2&pageToken=" + first.jsonPath().getString("nextPageToken"));
        assertThat(second.jsonPath().getList("items.id")).containsExactly(ids.get(2), ids.get(1));
        as(Account.scientist).get(RUNS + "?pageToken=nonsense").then().statusCode(400);
        as(Account.scientist).get(RUNS + "?pageSize=201").then().statusCode(422);
        as(Account.scientist).get(RUNS + "?state=Dreaming").then().statusCode(422);
        as(Account.scientist)
                .get(RUNS + "?state=Succeeded&pageSize=200")
                .then()
                .statusCode(200)
                .body("items.findAll { it.state != 'Succeeded' }.size()", equalTo(0));
    }

    private NewRun written(String greeting) {
        NewRun run = RunFixtures.written(fraud(), greeting);
        jdbi.useTransaction(transaction -> store.insert(transaction, run));
        return run;
    }

    private int count() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select (select count(*) from runs) + (select count(*) from idempotency_keys)")
                .mapTo(Integer.class)
                .one());
    }
}
