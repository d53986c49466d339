package dev.freihafen.platform.quote;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.testing.Eventually.eventually;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.FeedFixtures.runEvent;
import static dev.freihafen.platform.usage.FeedFixtures.stepEvent;
import static dev.freihafen.platform.usage.OperatorFeed.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import dev.freihafen.platform.usage.OperatorFeed;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last part of golden case 9 through the API: 412.30 of 500 spent, a run of 40 h at 3.00. */
@QuarkusTest
class QuotesIT extends PlatformIT {
    @Inject
    Jdbi jdbi;

    private String team = "";

    @BeforeEach
    void aTeamThatHasSpentMuchOfItsBudget() {
        OperatorFeed.forget(jdbi);
        team = newTeam("q");
        putCard(
                        "demo",
                        rate("cpu", "cpu", "2.00", "core-hour"),
                        rate("small", "cpu", "6.00", "core-hour").put("hardwareClass", "small"),
                        rate("memory", "memory", "0", "GiB-hour").put("source", "free"))
                .statusCode(201);
        send(batch(
                List.of(ended(
                        cpu("spent" + team, "notebook", "2026-09-01T00:00:00Z", "2026-09-01T01:00:00Z")
                                .put("team", team)
                                .put("hardwareClass", "other")
                                .put("quantity", 206_150),
                        "2026-09-01T01:00:00Z",
                        "Exact")),
                "2026-09-20T08:00:00Z"));
    }

    @Test
    void withoutABudgetTheQuoteIsToldAlone() {
        quote(request("40h"))
                .statusCode(200)
                .body("currency", equalTo("EUR"))
                .body("low", equalTo("0.00"))
                .body("expected", equalTo("120.00"))
                .body("high", equalTo("120.00"))
                .body("bounded", equalTo(true))
                .body("steps[0].pricePerHour", equalTo("3.000000000"))
                .body("steps[0].samples", equalTo(0))
                .body("unpriced", empty())
                .body("budget", nullValue());
        quote(RunFixtures.request().put("hardwareClass", "small"))
                .body("bounded", equalTo(false))
                .body("unknownTime.size()", equalTo(1));
        quote(request("soon")).statusCode(422);
        as(Account.scientistRouting)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(request("1h").encode())
                .post(path("/runs:quote"))
                .then()
                .statusCode(404);
    }

    @Test
    void aRunThatWouldPassTheBudgetWaitsWithTheReasonUntilSomebodyLiftsIt() {
        budget("500");
        quote(request("40h"))
                .statusCode(200)
                .body("budget.month", equalTo("2026-09"))
                .body("budget.left", equalTo("87.70"))
                .body("budget.after", equalTo("-32.30"))
                .body("budget.wouldBeHeld", equalTo(true))
                .body("budget.reason", containsString("532.30"));
        quote(request("20h")).body("budget.wouldBeHeld", equalTo(false)).body("budget.after", equalTo("27.70"));
        String small =
                submit("20h").body("state", equalTo("Accepted")).extract().path("id");
        eventually(() -> isInCluster(small));
        String large = submit("40h")
                .body("state", equalTo("Queued"))
                .body("reason", equalTo("Held"))
                .body("pricePerHour.amount", equalTo("0.10"))
                .body("message", containsString("running work 60.00, this work 120.00"))
                .extract()
                .path("id");
        send(batch(
                List.of(ended(
                        cpu("more" + team, "notebook", "2026-09-01T01:00:00Z", "2026-09-01T02:00:00Z")
                                .put("team", team)
                                .put("hardwareClass", "other")
                                .put("quantity", 500),
                        "2026-09-01T02:00:00Z",
                        "Exact")),
                "2026-09-20T08:00:30Z"));
        eventually(() -> as(Account.scientist)
                .get(path("/runs/" + large))
                .<String>path("message")
                .contains("413.30"));
        assertThat(isInCluster(large)).isFalse();
        assertThat(events(large)).isEqualTo(1);
        as(Account.scientist)
                .get(path("/runs"))
                .then()
                .body("items.pricePerHour.amount", equalTo(List.of("0.10", "0.10")));
        as(Account.teamAdmin)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"reason\":\"it must be\",\"until\":\""
                        + Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS) + "\"}")
                .post(path("/budget:override"))
                .then()
                .statusCode(200);
        eventually(() -> isInCluster(large));
        assertThat(events(large)).isEqualTo(2);
    }

    private int events(String run) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from run_events where run_id = cast(:run as uuid)")
                        .bind("run", run)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void aRunIsNotTriedAgainWhileTheBudgetHoldsIt() {
        budget("500");
        String run = submit("20h").extract().path("id");
        send(batch(List.of(runEvent(run, "Failed", 1_000_002).put("team", team)), "2026-09-20T08:01:00Z"));
        budget("450");
        retry(run).statusCode(409).body("detail", containsString("The run is not tried again now: "));
        budget("500");
        retry(run).statusCode(200).body("attempt", equalTo(2));
    }

    private ValidatableResponse retry(String run) {
        return as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(path("/runs/" + run + ":retry"))
                .then();
    }

    @Test
    void aRunOfAScheduleWaitsForTheBudgetAsAnyOther() {
        budget("500");
        as(Account.scientist)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("cron", "0 0 1 1 *")
                        .put("run", request("40h"))
                        .encode())
                .put(path("/schedules/nightly"))
                .then()
                .statusCode(201);
        jdbi.useHandle(handle -> handle.execute("update schedules set next_at = now() where team = ?", team));
        eventually(
                () -> as(Account.scientist).get(path("/runs?schedule=nightly")).path("items[0].id") != null);
        as(Account.scientist)
                .get(path("/runs?schedule=nightly"))
                .then()
                .body("items[0].state", equalTo("Queued"))
                .body("items[0].reason", equalTo("Held"))
                .body("items[0].owner", equalTo("scientist"));
    }

    @Test
    void ratesThatCannotBeAddedUpStopNoRun() {
        budget("500");
        putCard(
                        "demo",
                        rate("cpu", "cpu", "2.00", "core-hour"),
                        rate("small", "cpu", "6.00", "core-hour").put("hardwareClass", "small"),
                        rate("memory", "memory", "1.00", "GiB-hour")
                                .put("hardwareClass", "small")
                                .put("currency", "USD"))
                .statusCode(201);
        quote(request("40h")).statusCode(409).body("detail", containsString("EUR and USD"));
        String run = submit("40h").body("state", equalTo("Accepted")).extract().path("id");
        as(Account.scientist).get(path("/runs/" + run + "/quote")).then().statusCode(404);
    }

    @Test
    void afterTheRunItsQuoteIsComparedWithItsCharge() {
        String run = submit("40h").extract().path("id");
        as(Account.scientist)
                .get(path("/runs/" + run + "/quote"))
                .then()
                .statusCode(200)
                .body("expected", equalTo("120.000000000"))
                .body("charge", nullValue());
        as(Account.scientist).get(path("/quotes/accuracy")).then().body("count", equalTo(0));
        String step = quote(request("40h")).extract().path("steps[0].path");
        send(batch(
                List.of(
                        ended(
                                cpu("run" + run, run, "2026-09-20T09:00:00Z", "2026-09-20T10:00:00Z")
                                        .put("team", team)
                                        .put("workloadKind", "PipelineRun")
                                        .put("quantity", 500),
                                "2026-09-20T10:00:00Z",
                                "Exact"),
                        runEvent(run, "Succeeded", 1_000_009)
                                .put("team", team)
                                .put("finishedAt", "2026-09-20T10:00:00Z"),
                        stepEvent(run, step, "Succeeded", 1_000_008)
                                .put("team", team)
                                .put("startedAt", "2026-09-20T09:00:00Z")
                                .put("finishedAt", "2026-09-20T10:00:00Z")),
                "2026-09-20T10:30:00Z"));
        eventually(
                () -> as(Account.scientist).get(path("/runs/" + run + "/quote")).path("charge") != null);
        as(Account.scientist)
                .get(path("/runs/" + run + "/quote"))
                .then()
                .body("charge", equalTo("3.000000000"))
                .body("difference", equalTo("-117.000000000"));
        as(Account.scientist)
                .get(path("/quotes/accuracy"))
                .then()
                .statusCode(200)
                .body("count", equalTo(1))
                .body("within", equalTo(1))
                .body("median", equalTo("0.0250"))
                .body("p10", equalTo("0.0250"))
                .body("p90", equalTo("0.0250"))
                .body("charged", equalTo("3.000000000"));
        quote(request("40h"))
                .body("low", equalTo("3.00"))
                .body("expected", equalTo("3.00"))
                .body("steps[0].samples", equalTo(1));
        as(Account.scientistRouting).get(path("/quotes/accuracy")).then().statusCode(404);
    }

    private void budget(String amount) {
        as(Account.finance)
                .contentType("application/json")
                .body("{\"amount\":\"" + amount + "\",\"currency\":\"EUR\",\"warnAt\":[100],\"onExceeded\":\"Hold\"}")
                .put(path("/budget?month=2026-09"))
                .then()
                .statusCode(200);
    }

    private static JsonObject request(String deadline) {
        return RunFixtures.request().put("hardwareClass", "small").put("deadline", deadline);
    }

    private ValidatableResponse quote(JsonObject request) {
        return as(Account.scientist)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(request.encode())
                .post(path("/runs:quote"))
                .then();
    }

    private ValidatableResponse submit(String deadline) {
        return as(Account.scientist)
                .contentType("application/json")
                .body(request(deadline).encode())
                .post(path("/runs"))
                .then()
                .statusCode(201);
    }

    private boolean isInCluster(String run) {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(PipelineRun.class)
                            .inNamespace("team-" + team)
                            .withName(run)
                            .get()
                    != null;
        }
    }

    private String path(String rest) {
        return "/api/v1/teams/" + team + rest;
    }
}
