package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static dev.freihafen.platform.kfp.KfpRequests.run;
import static dev.freihafen.platform.kfp.KfpRequests.submitted;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.runEvent;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asked for a run's end is told at both surfaces, wherever he asked. */
@QuarkusTest
class CanceledByIT extends PlatformIT {
    private String id = "";

    @BeforeEach
    void aRun() {
        id = submitted(Account.scientist, "fraud", run(fresh("stop")));
    }

    private ValidatableResponse shown() {
        return as(Account.viewer).get("/api/v1/teams/fraud/runs/" + id).then().statusCode(200);
    }

    private ValidatableResponse shownToClients() {
        return get(Account.scientist, "fraud", "/runs/" + id).then().statusCode(200);
    }

    private void cancel(Account account) {
        as(account)
                .urlEncodingEnabled(false)
                .post("/api/v1/teams/fraud/runs/" + id + ":cancel")
                .then()
                .statusCode(200)
                .body("canceledBy", equalTo(account.name()));
    }

    private void ends(String state, int attempt) {
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(batch(List.of(runEvent(id, state, attempt * 1_000_000L + 9)
                                .put("finishedAt", "2026-09-01T00:01:00Z")))
                        .encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200);
    }

    @Test
    void aCancelOfTheApiIsToldToClientsToo() {
        shown().body("canceledBy", nullValue());
        cancel(Account.teamAdmin);
        ends("Canceled", 1);
        shown().body("canceledBy", equalTo("teamAdmin"));
        shownToClients().body("error.message", startsWith("canceled by teamAdmin"));
    }

    @Test
    void aTerminateOfClientsIsToldByTheApi() {
        post(Account.scientist, "fraud", "/runs/" + id + ":terminate").then().statusCode(200);
        ends("Canceled", 1);
        shown().body("canceledBy", equalTo("scientist"));
        shownToClients().body("error.message", startsWith("canceled by scientist"));
    }

    @Test
    void theFirstWhoAskedIsTheOne() {
        cancel(Account.teamAdmin);
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post("/api/v1/teams/fraud/runs/" + id + ":cancel")
                .then()
                .statusCode(200)
                .body("canceledBy", equalTo("teamAdmin"));
    }

    @Test
    void aRetryForgetsWhoEndedTheAttemptBefore() {
        post(Account.teamAdmin, "fraud", "/runs/" + id + ":terminate").then().statusCode(200);
        ends("Canceled", 1);
        post(Account.scientist, "fraud", "/runs/" + id + ":retry").then().statusCode(200);
        shown().body("canceledBy", nullValue());
        cancel(Account.scientist);
        ends("Canceled", 2);
        shownToClients().body("error.message", startsWith("canceled by scientist"));
    }
}
