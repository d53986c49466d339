package dev.freihafen.platform.planning;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PlanningIT extends PlatformIT {

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void aRateAndAnEmptyLedger() {
        jdbi.useHandle(handle ->
                handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected, rates, rate_cards"));
        JsonObject rate = new JsonObject()
                .put("id", "cpu")
                .put("cluster", "*")
                .put("resource", "cpu")
                .put("hardwareClass", "*")
                .put("capacityType", "*")
                .put("price", "0.50")
                .put("unit", "core-hour")
                .put("currency", "EUR")
                .put("validFrom", "2026-01-01T00:00:00Z")
                .put("source", "demo");
        as(Account.finance)
                .contentType("application/json")
                .body(new JsonObject().put("rates", List.of(rate)).encode())
                .put("/api/v1/rate-cards/demo")
                .then()
                .statusCode(201);
    }

    @Test
    void theMonthIsForecastByRunRateWhereThereIsNoHistory() {
        send(batch(
                List.of(cpu("a", "notebook", "2026-09-01T00:00:00Z", "2026-09-01T00:00:30Z")), "2026-09-01T10:30:00Z"));

        get(Account.scientist, "forecast")
                .statusCode(200)
                .body("month", equalTo("2026-09"))
                .body("asOf", equalTo("2026-09-01T10:00:00Z"))
                .body("currency", equalTo("EUR"))
                .body("monthEnd", equalTo("360.00"))
                .body("runRate", equalTo("360.00"))
                .body("method", equalTo("RunRate"))
                .body("errorPercent", nullValue())
                .body("complete", equalTo(true));
    }

    @Test
    void inTheFirstHourOfAMonthNothingIsForecast() {
        send(batch(List.of(), "2026-09-01T00:30:00Z"));

        get(Account.scientist, "forecast").statusCode(200).body("monthEnd", nullValue());
    }

    @Test
    void aStoppedWorkspaceHasSavedWhatItsPodWouldHaveCost() {
        send(batch(
                List.of(
                        ended(
                                cpu("a", "notebook", "2026-09-01T08:00:00Z", "2026-09-01T18:00:00Z"),
                                "2026-09-01T18:00:00Z",
                                "Exact"),
                        cpu("b", "notebook", "2026-09-02T08:00:00Z", "2026-09-02T08:00:30Z")),
                "2026-09-02T12:00:00Z"));

        // 14 hours of a core at 0.50
        get(Account.scientist, "savings")
                .statusCode(200)
                .body("month", equalTo("2026-09"))
                .body("savings.means", contains("IdleStop"))
                .body("savings.currency", contains("EUR"))
                .body("savings.amount", contains("7.00"));
        get(Account.finance, "savings?month=2026-08").statusCode(200).body("savings", empty());
    }

    @Test
    void aMonthThatIsNoneIsRefused() {
        get(Account.scientist, "savings?month=September").statusCode(422).body("errors[0].path", equalTo("month"));
    }

    private static ValidatableResponse get(Account account, String what) {
        return as(account).get("/api/v1/teams/fraud/" + what).then();
    }

    private static void send(JsonObject batch) {
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(batch.encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("rejected", empty());
    }
}
