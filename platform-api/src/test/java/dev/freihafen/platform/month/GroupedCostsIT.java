package dev.freihafen.platform.month;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GroupedCostsIT extends MonthIT {
    private static final String TIME = "from=2026-09-01&to=2026-10-01&groupBy=";

    @BeforeEach
    void usage() {
        rates(
                rate("early", "cpu", "*", "1.00", "core-hour").put("validUntil", "2026-09-02T12:00:00Z"),
                rate("late", "cpu", "*", "2.00", "core-hour").put("validFrom", "2026-09-02T12:00:00Z"));
        send(List.of(
                node("node-1", 10, "2026-09-01T00:00:00Z", "2026-09-30T00:00:00Z"),
                cpu("a", "fraud", 1, "2026-09-01T20:00:00Z", "2026-09-02T14:00:00Z")
                        .put("owner", "scientist"),
                cpu("b", "fraud", 2, "2026-09-02T00:00:00Z", "2026-09-02T01:00:00Z")
                        .put("owner", "colleague"),
                cpu("c", "routing", 3, "2026-09-02T00:00:00Z", "2026-09-02T01:00:00Z")));
    }

    @Test
    void financeAsksForAllTeamsAndDays() {
        as(Account.finance)
                .get("/api/v1/costs?" + TIME + "team,day")
                .then()
                .statusCode(200)
                .body("items.group.team", equalTo(List.of("fraud", "fraud", "routing")))
                .body(
                        "items.from",
                        equalTo(List.of("2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z", "2026-09-02T00:00:00Z")))
                .body("items.amount", equalTo(List.of(400, 1_200 + 400 + 200, 300)));
        as(Account.scientist).get("/api/v1/costs?" + TIME + "team").then().statusCode(403);
    }

    @Test
    void aTeamAsksByOwnerHourAndFilter() {
        String costs = "/api/v1/teams/fraud/costs?";
        as(Account.viewer)
                .get(costs + TIME + "owner")
                .then()
                .body("items.group.owner", equalTo(List.of("colleague", "scientist")))
                .body("items.amount", equalTo(List.of(200, 2_000)));
        as(Account.viewer)
                .get(costs + "from=2026-09-02T11:00:00Z&to=2026-09-02T13:00:00Z&groupBy=hour,workload")
                .then()
                .body("items.amount", equalTo(List.of(100, 200)))
                .body("items[0].group.workloadName", equalTo("w-a"));
        as(Account.viewer)
                .get(costs + TIME + "hardwareClass&owner=colleague")
                .then()
                .body("items.exact", equalTo(List.of("2.000000000")));
        as(Account.viewer)
                .get(costs + TIME + "moon")
                .then()
                .statusCode(422)
                .body("errors[0].message", containsString("hardwareClass"));
        as(Account.viewer).get(costs + TIME + "hour").then().statusCode(422);
        as(Account.scientistRouting).get(costs + TIME + "owner").then().statusCode(404);
    }

    @Test
    void groupsComeInPages() {
        String first = as(Account.viewer)
                .get("/api/v1/teams/fraud/costs?" + TIME + "workload&pageSize=1")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("nextPageToken");
        as(Account.viewer)
                .get("/api/v1/teams/fraud/costs?" + TIME + "workload&pageSize=1&pageToken=" + first)
                .then()
                .body("items[0].group.workloadName", equalTo("w-b"))
                .body("nextPageToken", nullValue());
    }
}
