package dev.freihafen.platform.budget;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static dev.freihafen.platform.usage.OperatorFeed.send;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.OperatorFeed;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;

/** A team of its own for each test, what finance sets and what it spends; a core-hour costs 2 EUR. */
abstract class TeamWithBudget extends PlatformIT {
    static final String SEPTEMBER = "?month=2026-09";

    @Inject
    Jdbi jdbi;

    String team = "";

    @BeforeEach
    void aTeamOfItsOwn() {
        OperatorFeed.forget(jdbi);
        team = newTeam("b");
        putCard("demo", rate("cpu", "cpu", "2.00", "core-hour")).statusCode(201);
    }

    /** 2.00 for a core-hour: 206.15 cores for an hour are 412.30, 0.875 cores 1.75 an hour. */
    void spent412AndSomeCentsOn20September() {
        send(batch(
                List.of(
                        ended(
                                core("spent", "2026-09-01T00:00:00Z", "2026-09-01T01:00:00Z", 206_150),
                                "2026-09-01T01:00:00Z",
                                "Exact"),
                        core("lasts", "2026-09-20T08:00:00Z", "2026-09-20T08:00:00Z", 875)),
                "2026-09-20T08:00:00Z"));
    }

    private JsonObject core(String uid, String start, String seen, int millicores) {
        return cpu(uid + team, "notebook", start, seen).put("team", team).put("quantity", millicores);
    }

    String path(String rest) {
        return "/api/v1/teams/" + team + rest;
    }

    ValidatableResponse put(Account account, String body) {
        return as(account)
                .contentType("application/json")
                .body(body)
                .put(path("/budget") + SEPTEMBER)
                .then();
    }
}
