package dev.freihafen.platform.wiring;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URL;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ManagementIT extends PlatformIT {
    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void theApiIsReadyWhenDatabaseAndTeamsAre() {
        RestAssured.get(ready)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("teams are watched"))
                .body("checks.name", hasItem(containsString("Database")));
    }

    @Test
    void metricsNameRoutesAndNotWorkloads() {
        as(Account.scientist)
                .get("/e/fraud/some-endpoint/v2/health/live")
                .then()
                .statusCode(404);
        as(Account.scientist).get("/api/v1/teams/fraud").then().statusCode(200);
        RestAssured.get(metrics)
                .then()
                .statusCode(200)
                .body(containsString("uri=\"/api/v1/teams/{team}\""))
                .body(containsString("uri=\"/e/{team}/{name}\""))
                .body(not(containsString("some-endpoint")));
    }
}
