package dev.freihafen.platform.cost;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.OperatorFeed.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.OperatorFeed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CostsIT extends PlatformIT {
    private static final String SEPTEMBER = "?from=2026-09-01&to=2026-10-01";

    @Inject
    Jdbi jdbi;

    @Inject
    RateCardPrices prices;

    @BeforeEach
    void emptyLedger() {
        OperatorFeed.forget(jdbi);
    }

    private static ValidatableResponse costs(Account account, String team) {
        return as(account).get("/api/v1/teams/" + team + "/costs" + SEPTEMBER).then();
    }

    @Test
    void whatRunsIsChargedUpToTheWatermark() {
        putCard("demo", rate("cpu", "cpu", "0.05", "core-hour")).statusCode(201);
        send(batch(
                List.of(cpu("a", "notebook", "2026-09-01T00:00:00Z", "2026-09-01T00:00:30Z")), "2026-09-01T02:00:00Z"));
        costs(Account.scientist, "fraud")
                .statusCode(200)
                .body("currency", equalTo("EUR"))
                .body("asOf", equalTo("2026-09-01T02:00:00Z"))
                .body("amount", equalTo(10))
                .body("exact", equalTo("0.100000000"))
                .body("pricePerHour.amount", equalTo("0.050000000"))
                .body("items", hasSize(1))
                .body("items[0].workloadKind", equalTo("Workspace"))
                .body("items[0].workloadName", equalTo("notebook"))
                .body("items[0].amount", equalTo(10))
                .body("unpriced", empty());
        send(batch(List.of(), "2026-09-01T02:01:00Z"));
        // 0.05 an hour x 60 s more.
        costs(Account.scientist, "fraud").body("exact", equalTo("0.100833333"));
    }

    @Test
    void theSumIsThatOfTheItemsToTheCent() {
        putCard("demo", rate("cpu", "cpu", "0.01", "core-hour")).statusCode(201);
        send(batch(
                List.of(
                        ended(
                                cpu("a", "one", "2026-09-01T00:00:00Z", "2026-09-01T00:24:00Z"),
                                "2026-09-01T00:24:00Z",
                                "Exact"),
                        ended(
                                cpu("b", "two", "2026-09-01T00:00:00Z", "2026-09-01T00:24:00Z"),
                                "2026-09-01T00:24:00Z",
                                "Exact"),
                        ended(
                                cpu("c", "three", "2026-09-01T00:00:00Z", "2026-09-01T00:24:00Z"),
                                "2026-09-01T00:24:00Z",
                                "Exact")),
                "2026-09-01T03:00:00Z"));
        costs(Account.scientist, "fraud")
                .body("exact", equalTo("0.012000000"))
                .body("amount", equalTo(1))
                .body("items.amount.sum()", equalTo(1))
                .body("pricePerHour.amount", equalTo("0.000000000"));
    }

    @Test
    void usageWithoutARateIsNamedAndNotZero() {
        send(batch(
                List.of(cpu("a", "notebook", "2026-09-01T00:00:00Z", "2026-09-01T00:00:30Z")), "2026-09-01T02:00:00Z"));
        costs(Account.scientist, "fraud")
                .body("amount", equalTo(0))
                .body("unpriced", hasSize(1))
                .body("unpriced[0]", containsString("2 core-hours of cpu of class small"))
                .body("items[0].unpriced", hasSize(1))
                .body("pricePerHour.unpriced", hasSize(1));
    }

    @Test
    void aRunTellsItsOwnCost() {
        putCard("demo", rate("cpu", "cpu", "", "core-hour").put("price", 0.36)).statusCode(201);
        String run = as(Account.scientist)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .extract()
                .path("id");
        JsonObject pod = cpu("p", run, "2026-09-01T00:00:00Z", "2026-09-01T00:01:00Z")
                .put("workloadKind", "PipelineRun")
                .put("step", "train");
        send(batch(
                List.of(
                        ended(pod, "2026-09-01T00:01:40Z", "Exact"),
                        cpu("other", "notebook", "2026-09-01T00:00:00Z", "2026-09-01T00:01:00Z")),
                "2026-09-01T02:00:00Z"));
        as(Account.scientist)
                .get("/api/v1/teams/fraud/runs/" + run)
                .then()
                .body("cost.exact", equalTo("0.010000000"))
                .body("cost.amount", equalTo(1))
                .body("cost.currency", equalTo("EUR"))
                .body("cost.asOf", equalTo("2026-09-01T02:00:00Z"));
    }

    @Test
    void othersDoNotReadATeamsCostsButFinanceDoesEvenWhenTheTeamIsGone() {
        send(batch(
                List.of(cpu("a", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:00:30Z")
                        .put("team", "bygone")),
                "2026-09-01T02:00:00Z"));
        costs(Account.scientistRouting, "fraud").statusCode(404);
        costs(Account.stranger, "fraud").statusCode(404);
        costs(Account.finance, "fraud").statusCode(200);
        costs(Account.scientist, "bygone").statusCode(404);
        costs(Account.finance, "bygone").statusCode(200).body("items", hasSize(1));
        costs(Account.finance, "never-was").statusCode(404);
    }

    @Test
    void aTimeThatCannotBeReadIsRefused() {
        as(Account.scientist)
                .get("/api/v1/teams/fraud/costs?from=monday")
                .then()
                .statusCode(422);
        as(Account.scientist)
                .get("/api/v1/teams/fraud/costs?from=2026-09-02&to=2026-09-01")
                .then()
                .statusCode(422);
        as(Account.scientist).get("/api/v1/teams/fraud/costs").then().statusCode(200);
    }

    @Test
    void onlyFinancePutsRates() {
        for (Account account : List.of(Account.scientist, Account.platform, Account.auditor, Account.teamAdmin)) {
            as(account)
                    .contentType("application/json")
                    .body(new JsonObject()
                            .put("rates", List.of(rate("cpu", "cpu", "1", "core-hour")))
                            .encode())
                    .put("/api/v1/rate-cards/demo")
                    .then()
                    .statusCode(403);
        }
        as(Account.finance).get("/api/v1/rate-cards/demo").then().statusCode(404);
    }

    @Test
    void versionsOfARateCardAreAddedAndStay() {
        putCard("demo", rate("cpu", "cpu", "0.050", "core-hour"))
                .statusCode(201)
                .body("version", equalTo(1));
        putCard("demo", rate("cpu", "cpu", "0.050", "core-hour"))
                .statusCode(200)
                .body("version", equalTo(1));
        putCard("demo", rate("cpu", "cpu", "0.06", "core-hour")).statusCode(201).body("version", equalTo(2));
        as(Account.scientist)
                .get("/api/v1/rate-cards/demo")
                .then()
                .body("version", equalTo(2))
                .body("rates[0].price", equalTo("0.06"));
        as(Account.scientist).get("/api/v1/rate-cards/demo?version=1").then().body("rates[0].price", equalTo("0.050"));
        as(Account.scientist).get("/api/v1/rate-cards").then().body("items.name", equalTo(List.of("demo")));
    }

    @Test
    void ratesThatContradictEachOtherAreRefused() {
        putCard("demo", rate("a", "cpu", "1", "core-hour"), rate("b", "cpu", "2", "core-hour"))
                .statusCode(422)
                .body("errors[0].path", equalTo("rates[1].validFrom"));
        putCard("demo", rate("a", "cpu", "1", "core-hour")).statusCode(201);
        putCard("other", rate("a", "cpu", "2", "core-hour"))
                .statusCode(422)
                .body("errors[0].message", containsString("demo@1/a"));
        putCard("demo", rate("a", "cpu", "-1", "core-hour"), rate("b", "memory", "1", "core-hour"))
                .statusCode(422)
                .body("errors", hasSize(2));
        putCard("demo", rate("a", "cpu", "1", "core-hour").put("discount", 3)).statusCode(400);
        int versions = jdbi.withHandle(handle -> handle.createQuery("select count(*) from rate_cards")
                .mapTo(Integer.class)
                .one());
        assertThat(versions).isEqualTo(1);
    }

    @Test
    void aHardwareClassHasAPricePerHour() {
        putCard("demo", rate("cpu", "cpu", "0.05", "core-hour"), rate("memory", "memory", "0.005", "GiB-hour"))
                .statusCode(201);
        var spec = new HardwareClassSpec("Small", new ComputeResources("500m", "2Gi"), null, null, null, null, null);
        HourlyPrice price = prices.priceOf("small", spec, null, Instant.parse("2026-09-01T00:00:00Z"));
        assertThat(price).isEqualTo(new HourlyPrice("0.035000000", "EUR", List.of()));
        HourlyPrice withVolume = prices.priceOf("small", spec, "10Gi", Instant.parse("2026-09-01T00:00:00Z"));
        assertThat(withVolume.unpriced()).hasSize(1);
    }
}
