package dev.freihafen.platform.usage;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.FeedFixtures.log;
import static dev.freihafen.platform.usage.FeedFixtures.runCreated;
import static dev.freihafen.platform.usage.FeedFixtures.runEvent;
import static dev.freihafen.platform.usage.FeedFixtures.stepEvent;
import static dev.freihafen.platform.usage.OperatorFeed.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UsageIT extends PlatformIT {
    @Inject
    Jdbi jdbi;

    @BeforeEach
    void emptyLedger() {
        jdbi.useHandle(handle -> handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected"));
    }

    private static void accepted(JsonObject batch) {
        post(batch)
                .statusCode(200)
                .body("rejected", empty())
                .body("accepted", hasSize(batch.list("rows").size()));
    }

    private List<String> ledger() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select concat_ws(' ', object_uid, resource, to_char(start_at at time zone 'UTC', 'DD HH24:MI:SS'),
                          coalesce(to_char(end_at at time zone 'UTC', 'DD HH24:MI:SS'), 'open'), quality) as line
                        from usage_intervals order by object_uid, resource, start_at
                        """).mapTo(String.class).list());
    }

    private String run() {
        return as(Account.scientist)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void onlyAnOperatorSendsAndOnlyForItsOwnCluster() {
        JsonObject batch = batch(List.of(cpu("a", "w", "2026-09-01T00:00:00Z", "2026-09-01T01:00:00Z")));
        as(Account.platform)
                .contentType("application/json")
                .body(batch.encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(403);
        post("local", batch.copy().put("cluster", "foreign"))
                .statusCode(403)
                .body("type", equalTo("urn:freihafen:problem:forbidden"))
                .body("detail", containsString("cluster local"));
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aFeedInAnyOrderAnyNumberOfTimesLeavesTheSameLedger() {
        JsonObject a = cpu("a", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        JsonObject resized =
                cpu("a", "w", "2026-09-01T01:00:00Z", "2026-09-01T01:10:00Z").put("quantity", 2000);
        JsonObject b = cpu("b", "w", "2026-09-01T00:30:00Z", "2026-09-01T00:40:00Z");
        List<JsonObject> rows = List.of(
                a,
                resized,
                ended(resized, "2026-09-01T02:00:00Z", "Exact").put("lastSeen", "2026-09-01T02:00:00Z"),
                b,
                ended(b, "2026-09-01T00:50:00Z", "Estimated").put("lastSeen", "2026-09-01T00:50:00Z"),
                ended(b, "2026-09-01T00:45:00Z", "Exact").put("lastSeen", "2026-09-01T00:45:00Z"));
        List<String> expected = List.of(
                "a cpu 01 00:00:00 01 01:00:00 Estimated",
                "a cpu 01 01:00:00 01 02:00:00 Exact",
                "b cpu 01 00:30:00 01 00:45:00 Exact");
        for (long seed = 0; seed < 12; seed++) {
            emptyLedger();
            Random random = new Random(seed);
            List<JsonObject> sent = new ArrayList<>(rows);
            sent.addAll(rows);
            Collections.shuffle(sent, random);
            int cut = random.nextInt(sent.size());
            accepted(batch(distinct(sent.subList(0, cut))));
            accepted(batch(distinct(sent.subList(cut, sent.size()))));
            accepted(batch(rows));
            assertThat(ledger()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static List<JsonObject> distinct(List<JsonObject> rows) {
        return rows.stream().distinct().toList();
    }

    @Test
    void aPoisonedRowStopsNothing() {
        JsonObject good = cpu("a", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        JsonObject changed = good.copy().put("id", "changed").put("quantity", 7);
        JsonObject nul = cpu("nul\0", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        JsonObject noTime = cpu("c", "w", "yesterday", "2026-09-01T00:10:00Z");
        JsonObject surplus =
                cpu("d", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z").put("price", 3);
        JsonObject unknownRun = runEvent(UUID.randomUUID().toString(), "Running", 1_000_001);
        JsonObject last = cpu("z", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        List<JsonObject> rows =
                List.of(good, changed, nul, noTime, surplus, unknownRun, new JsonObject().put("id", "x"), last);
        post(batch(rows))
                .statusCode(200)
                .body("accepted", equalTo(List.of(good.text("id"), last.text("id"))))
                .body("rejected.id", hasSize(6))
                .body("rejected.find { it.id == 'changed' }.reason", containsString("quantity is '1000', not '7'"))
                .body("rejected.find { it.id == 'x' }.reason", containsString("type must be one of"));
        assertThat(ledger()).hasSize(2);
        int kept = jdbi.withHandle(handle -> handle.createQuery("select count(*) from usage_rejected")
                .mapTo(Integer.class)
                .one());
        assertThat(kept).isEqualTo(6);
        post(batch(rows)).statusCode(200).body("rejected", hasSize(6));
    }

    @Test
    void aRowThatOnlyTheDatabaseRefusesStopsNothing() {
        jdbi.useHandle(handle ->
                handle.execute("alter table usage_intervals add constraint no_sevens check (quantity <> 7777)"));
        try {
            JsonObject bad = cpu("bad", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z")
                    .put("quantity", 7777);
            JsonObject good = cpu("good", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
            post(batch(List.of(bad, good), "2026-09-01T00:20:00Z"))
                    .statusCode(200)
                    .body("accepted", equalTo(List.of(good.text("id"))))
                    .body("rejected[0].reason", containsString("database"));
            assertThat(ledger()).containsExactly("good cpu 01 00:00:00 open Exact");
        } finally {
            jdbi.useHandle(handle -> handle.execute("alter table usage_intervals drop constraint no_sevens"));
        }
    }

    @Test
    void whatTheFullListDoesNotNameHasEnded() {
        accepted(batch(
                List.of(
                        cpu("gone", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z"),
                        cpu("here", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z")),
                "2026-09-01T00:20:00Z"));
        JsonObject full = batch(List.of(), "2026-09-01T01:00:00Z");
        full.object("watermark").put("full", true).put("objects", List.of("here"));
        post(full).statusCode(200);
        assertThat(ledger())
                .containsExactly("gone cpu 01 00:00:00 01 00:20:00 Estimated", "here cpu 01 00:00:00 open Exact");
        accepted(batch(List.of(ended(
                cpu("gone", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z"), "2026-09-01T00:25:00Z", "Exact"))));
        assertThat(ledger()).contains("gone cpu 01 00:00:00 01 00:25:00 Exact");
    }

    @Test
    void theWatermarkOnlyAdvancesAndOnlyWhenComplete() {
        post(batch(List.of(), "2026-09-01T01:00:00Z")).statusCode(200);
        post(batch(List.of(), "2026-09-01T00:30:00Z")).statusCode(200);
        JsonObject incomplete = batch(List.of(), "2026-09-01T02:00:00Z");
        incomplete.object("watermark").put("complete", false);
        post(incomplete).statusCode(200);
        post(batch(List.of(), "2999-01-01T00:00:00Z")).statusCode(200);
        post(batch(List.of(), "noon")).statusCode(200);
        String mark = jdbi.withHandle(handle -> handle.createQuery(
                        "select to_char(observed_until at time zone 'UTC', 'HH24:MI') from cluster_watermarks")
                .mapTo(String.class)
                .one());
        assertThat(mark).isEqualTo("01:00");
    }

    @Test
    void newsOfRunsAndStepsInAnyOrderLeaveTheLatest() {
        String run = run();
        accepted(batch(List.of(
                runEvent(run, "Succeeded", 1_000_009).put("finishedAt", "2026-09-01T00:05:00Z"),
                stepEvent(run, "train", "Succeeded", 1_000_008)
                        .put("startedAt", "2026-09-01T00:01:00Z")
                        .put("finishedAt", "2026-09-01T00:02:00Z")
                        .put("parameters", new JsonObject().put("accuracy", 0.97)))));
        accepted(batch(List.of(
                runEvent(run, "Running", 1_000_003),
                stepEvent(run, "train", "Running", 1_000_004),
                runEvent(run, "Running", 1_000_010))));
        as(Account.scientist)
                .get("/api/v1/teams/fraud/runs/" + run)
                .then()
                .body("state", equalTo("Succeeded"))
                .body("engine", equalTo("builtin"))
                .body("finishedAt", equalTo("2026-09-01T00:05:00Z"));
        as(Account.scientist)
                .get("/api/v1/teams/fraud/runs/" + run + "/steps")
                .then()
                .body("items", hasSize(1))
                .body("items[0].step", equalTo("train"))
                .body("items[0].state", equalTo("Succeeded"))
                .body("items[0].parameters.accuracy", equalTo(0.97f));
    }

    @Test
    void rowsMayCarryTheUidOfTheirTeam() {
        String run = run();
        accepted(batch(List.of(
                cpu("u", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z").put("teamUid", "uid-1"),
                runEvent(run, "Running", 1_000_001).put("teamUid", "uid-1"),
                stepEvent(run, "train", "Running", 1_000_002).put("teamUid", "uid-1"),
                log(run, "train", 0, true, "x").put("teamUid", "uid-1"))));
    }

    @Test
    void aRunThatWasMadeInTheClusterIsTakenIntoHistory() {
        String run = UUID.randomUUID().toString();
        post(batch(List.of(runEvent(run, "Running", 1_000_001))))
                .body("rejected[0].reason", containsString("no run " + run));
        accepted(batch(List.of(
                runEvent(run, "Running", 1_000_002),
                runCreated(run, teamUid("fraud")),
                stepEvent(run, "train", "Running", 1_000_003))));
        accepted(batch(List.of(runCreated(run, teamUid("fraud")).put("owner", "somebody-else"))));
        as(Account.viewer)
                .get("/api/v1/teams/fraud/runs/" + run)
                .then()
                .statusCode(200)
                .body("state", equalTo("Running"))
                .body("owner", equalTo("kubernetes-admin"))
                .body("createdAt", equalTo("2026-09-01T00:00:00Z"))
                .body("parameters.greeting", equalTo("moin"));
        as(Account.viewer)
                .get("/api/v1/teams/fraud/runs/" + run + "/steps")
                .then()
                .body("items", hasSize(1));
        post(batch(List.of(runCreated(run, teamUid("routing")).put("team", "routing"))))
                .body("rejected[0].reason", containsString("no run " + run));
    }

    private static String teamUid(String team) {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(Team.class)
                    .withName(team)
                    .get()
                    .getMetadata()
                    .getUid();
        }
    }

    @Test
    void newsOfARunUnderAForeignTeamAreRefused() {
        String run = run();
        post(batch(List.of(runEvent(run, "Failed", 1_000_001).put("team", "routing"))))
                .body("rejected[0].reason", containsString("no run " + run));
        as(Account.scientist).get("/api/v1/teams/fraud/runs/" + run).then().body("state", equalTo("Accepted"));
    }

    @Test
    void aLogIsKeptWholeWhateverIsSentTwice() {
        String run = run();
        String step = "for-loop-1/train-0";
        accepted(batch(List.of(
                stepEvent(run, step, "Succeeded", 1_000_008),
                log(run, step, 1, true, "second\n"),
                log(run, step, 0, false, "first \u0000 line\n"))));
        accepted(batch(List.of(log(run, step, 0, false, "another text"))));
        String expected = "first \uFFFD line\nsecond\n";
        String steps = "/api/v1/teams/fraud/runs/" + run + "/steps/";
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .get(steps + "for-loop-1%2Ftrain-0/logs")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(equalTo(expected));
        as(Account.viewer)
                .get(steps + "for-loop-1~train-0/logs?attempt=1")
                .then()
                .statusCode(200)
                .body(equalTo(expected));
        as(Account.auditor).get(steps + "for-loop-1~train-0/logs").then().statusCode(403);
        as(Account.scientist)
                .get(steps + "for-loop-1~train-0/logs?attempt=2")
                .then()
                .statusCode(404)
                .body("detail", containsString("attempt 2"));
        as(Account.scientist).get(steps + "nothing/logs").then().statusCode(404);
    }

    @Test
    void aLogThatIsTooLongIsRefusedPieceByPiece() {
        String run = run();
        post(batch(List.of(log(run, "train", 0, false, "x".repeat(262_145)))))
                .body("rejected[0].reason", containsString("at most 262144"));
        String piece = "x".repeat(262_144);
        for (int chunk = 0; chunk < 17; chunk += 8) {
            List<JsonObject> rows = new ArrayList<>();
            for (int number = chunk; number < Math.min(17, chunk + 8); number++) {
                rows.add(log(run, "train", number, false, piece));
            }
            accepted(batch(rows));
        }
        post(batch(List.of(log(run, "train", 17, true, "x"))))
                .body("rejected[0].reason", containsString("already has"));
    }

    @Test
    void aBatchOfMoreThanFiveThousandRowsIsTooLarge() {
        List<JsonObject> rows = new ArrayList<>();
        for (int number = 0; number <= 5000; number++) {
            rows.add(cpu("u" + number, "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z"));
        }
        post(batch(rows)).statusCode(413);
        rows.removeLast();
        accepted(batch(rows));
    }

    @Test
    void everyMonthHasAPartOfItsOwn() {
        accepted(batch(List.of(
                ended(cpu("a", "w", "2026-03-31T23:59:59Z", "2026-04-01T00:10:00Z"), "2026-04-01T00:10:00Z", "Exact"),
                cpu("b", "w", "2026-04-01T00:00:00Z", "2026-04-01T00:10:00Z"),
                cpu("a", "w", "2026-05-01T00:00:00Z", "2026-05-01T00:10:00Z"))));
        List<String> parts = jdbi.withHandle(handle -> handle.createQuery(
                        "select tableoid::regclass::text || ' ' || object_uid from usage_intervals order by 1")
                .mapTo(String.class)
                .list());
        assertThat(parts)
                .containsExactly("usage_intervals_2026_03 a", "usage_intervals_2026_04 b", "usage_intervals_2026_05 a");
    }

    @Test
    void whatLiesInTheFutureOrBeforeThereWereClustersIsPutAside() {
        JsonObject early = cpu("early", "w", "1970-01-01T00:00:00Z", "2026-09-01T00:10:00Z");
        JsonObject late = cpu("late", "w", "2026-09-01T00:00:00Z", "2999-01-01T00:00:00Z");
        JsonObject good = cpu("good", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        post(batch(List.of(early, late, good)))
                .statusCode(200)
                .body("accepted", equalTo(List.of(good.text("id"))))
                .body("rejected[0].reason", containsString("before there were clusters"))
                .body("rejected[1].reason", containsString("future"));
    }

    @Test
    void batchesOfOneClusterAtTheSameTimeLeaveWhatTheyWouldOneAfterTheOther() throws Exception {
        List<JsonObject> rows = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            JsonObject pod = cpu(
                    "pod-" + number % 8,
                    "w",
                    "2026-09-%02dT00:00:00Z".formatted(1 + number / 8),
                    "2026-09-20T00:00:00Z");
            rows.add(pod);
            rows.add(ended(pod, "2026-09-%02dT12:00:00Z".formatted(1 + number / 8), "Exact"));
        }
        accepted(batch(rows));
        List<String> expected = ledger();
        emptyLedger();
        try (var senders = Executors.newFixedThreadPool(4)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                List<JsonObject> shuffled = new ArrayList<>(rows);
                Collections.shuffle(shuffled, new Random(sender));
                sent.add(senders.submit(() -> {
                    accepted(batch(shuffled.subList(0, 40)));
                    accepted(batch(shuffled.subList(40, 80)));
                }));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
        assertThat(ledger()).isEqualTo(expected);
    }
}
