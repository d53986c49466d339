package dev.freihafen.platform.token;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;

/** What tests of machine tokens ask. */
abstract class TokenRequests extends PlatformIT {
    static final String TOKENS = "/api/v1/tokens";
    static final String RUNS = "/api/v1/teams/fraud/runs";

    @Inject
    Jdbi jdbi;

    /** A token of team fraud, as it is asked for. */
    static JsonObject body() {
        return new JsonObject().put("team", "fraud").put("name", "nightly");
    }

    static Response make(Account account, JsonObject body) {
        return as(account).contentType("application/json").body(body.encode()).post(TOKENS);
    }

    /** The secret of a token that was made. */
    static String made(Account account, JsonObject body) {
        return make(account, body).then().statusCode(201).extract().path("token");
    }

    /** A request of who has the token. */
    static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    /** The token is refused with these words, and not shown. */
    static ValidatableResponse refused(String token, String words) {
        return with(token)
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:freihafen:problem:unauthenticated"))
                .body("detail", containsString(words))
                .body("detail", not(containsString(token)));
    }
}
