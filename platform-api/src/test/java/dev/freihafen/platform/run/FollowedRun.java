package dev.freihafen.platform.run;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.TestPlatform;
import dev.freihafen.platform.usage.FeedFixtures;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;

/** A run of team fraud, and what its operator tells of it. */
final class FollowedRun {
    static final String RUNS = "/api/v1/teams/fraud/runs";

    private final String id;
    private int attempt = 1;
    private int sequence;

    private FollowedRun(String id) {
        this.id = id;
    }

    /** Submits a run. */
    static FollowedRun submit(JsonObject request) {
        return new FollowedRun(RestAssured.given()
                .auth()
                .oauth2(Account.scientist.token())
                .contentType("application/json")
                .body(request.encode())
                .post(RUNS)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    String id() {
        return id;
    }

    String path() {
        return RUNS + "/" + id;
    }

    /** The operator tells of the next attempt from now on. */
    void nextAttempt() {
        attempt++;
        sequence = 0;
    }

    /** The row that tells of a state. */
    JsonObject news(String state) {
        return FeedFixtures.runEvent(id, state, generation());
    }

    /** The row that tells of a step. */
    JsonObject news(String step, String state) {
        return FeedFixtures.stepEvent(id, step, state, generation());
    }

    private long generation() {
        sequence++;
        return attempt * 1_000_000L + sequence;
    }

    /** The operator tells that it came to this. */
    void comes(String state) {
        tell(news(state)).statusCode(200);
    }

    /** The operator sends rows. */
    static ValidatableResponse tell(JsonObject... rows) {
        return RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(FeedFixtures.batch(List.of(rows)).encode())
                .post("/api/v1/usage")
                .then();
    }
}
