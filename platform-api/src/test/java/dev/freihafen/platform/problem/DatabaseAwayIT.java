package dev.freihafen.platform.problem;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL is stopped under the API and started again. */
@QuarkusTest
class DatabaseAwayIT extends PlatformIT {
    private static final String TEAM = "/api/v1/teams/fraud";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @Test
    void whatNeedsItSaysSoAndGoesOnByItselfOnceItIsBack() throws Throwable {
        String run = submit().then().statusCode(201).extract().path("id");
        JsonObject row = cpu("database-away", "w", "2026-09-01T00:00:00Z", "2026-09-01T00:10:00Z");
        TestPlatform.withoutDatabase(() -> {
            Stream.of(
                            TEAM + "/runs",
                            TEAM + "/runs/" + run,
                            TEAM + "/runs/" + run + "/steps",
                            TEAM + "/pipelines",
                            TEAM + "/costs",
                            "/api/v1/rate-cards")
                    .forEach(path -> away(as(Account.scientist).get(path)));
            away(submit());
            away(as(Account.scientist)
                    .contentType("application/json")
                    .header("Idempotency-Key", "while-away")
                    .body("{\"name\":\"while-away\",\"hardwareClass\":\"small\"}")
                    .post(TEAM + "/workspaces"));
            away(feed(row));
            as(Account.scientist).get("/api/v1/me").then().statusCode(200);
            as(Account.scientist).get(TEAM).then().statusCode(200);
            RestAssured.get(ready)
                    .then()
                    .statusCode(503)
                    .body("status", equalTo("DOWN"))
                    .body(
                            "checks.find { it.name == 'Database is reachable' }.data.reason",
                            containsString("PostgreSQL cannot be reached"));
        });
        RestAssured.get(ready).then().statusCode(200);
        as(Account.scientist).get(TEAM + "/runs/" + run).then().statusCode(200);
        feed(row).then().statusCode(200).body("accepted", hasSize(1)).body("rejected", empty());
        submit().then().statusCode(200).body("id", equalTo(run));
    }

    private static void away(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:freihafen:problem:database-unavailable"))
                .body("detail", containsString("try again"));
        assertThat(answer.asString()).doesNotContain("Exception", "jdbc", "127.0.0.1");
    }

    private static Response submit() {
        return as(Account.scientist)
                .contentType("application/json")
                .header("Idempotency-Key", "database-away")
                .body(RunFixtures.request().encode())
                .post(TEAM + "/runs");
    }

    private static Response feed(JsonObject row) {
        return RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(batch(List.of(row)).encode())
                .post("/api/v1/usage");
    }
}
