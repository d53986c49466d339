package dev.freihafen.platform.planning;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.OperatorFeed.send;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.OperatorFeed;
import io.quarkus.test.junit.QuarkusTest;
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
        OperatorFeed.forget(jdbi);
        putCard("demo", rate("cpu", "cpu", "0.50", "core-hour")).statusCode(201);
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
}
