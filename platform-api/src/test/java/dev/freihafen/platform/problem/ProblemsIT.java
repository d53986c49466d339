package dev.freihafen.platform.problem;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** Bad requests, each with its own problem. */
@QuarkusTest
class ProblemsIT extends PlatformIT {
    private static final String WORKSPACES = "/api/v1/teams/fraud/workspaces";

    @Test
    void aFieldThatIsNotKnownIsNamed() {
        problem(send("{\"name\":\"a\",\"hardwareClass\":\"small\",\"owner\":\"platform\"}"), 400, "bad-request")
                .body("errors[0].path", equalTo("owner"))
                .body("errors[0].message", containsString("hardwareClass"));
    }

    @Test
    void aNestedFieldThatIsNotKnownIsNamedWithItsPath() {
        Response answer = as(Account.platform)
                .contentType(ContentType.JSON)
                .body("{\"displayName\":\"x\",\"members\":[{\"group\":\"g\",\"role\":\"Viewer\",\"x\":1}]}")
                .put("/api/v1/teams/nested");
        problem(answer, 400, "bad-request").body("errors[0].path", equalTo("members[0].x"));
    }

    @Test
    void aBodyThatIsNoJsonSaysWhere() {
        problem(send("{\"name\": nonsense}"), 400, "bad-request").body("detail", containsString("line 1"));
    }

    @Test
    void aValueOfTheWrongKindIsNamed() {
        problem(send("{\"name\":{\"a\":1},\"hardwareClass\":\"small\"}"), 400, "bad-request")
                .body("errors[0].path", equalTo("name"));
    }

    @Test
    void noBodyIsAProblem() {
        problem(send(""), 422, "validation-failed");
    }

    @Test
    void fieldsThatAreWrongAreListed() {
        problem(send("{\"name\":\"Not A Label\"}"), 422, "validation-failed")
                .body("errors.path", hasItem("name"))
                .body("errors.path", hasItem("hardwareClass"));
    }

    @Test
    void aPathThatIsNotThereIsAProblem() {
        problem(as(Account.scientist).get("/api/v1/nothing"), 404, "not-found");
        problem(as(Account.scientist).get("/nothing"), 404, "not-found");
    }

    @Test
    void aMethodThatIsNotKnownIsAProblem() {
        problem(as(Account.scientist).patch("/api/v1/me"), 405, "method-not-allowed");
    }

    @Test
    void aMediaTypeThatIsNotTakenIsAProblem() {
        problem(
                as(Account.scientist).contentType("text/plain").body("name").post(WORKSPACES),
                415,
                "unsupported-media-type");
    }

    @Test
    void anAnswerThatCannotBeGivenIsAProblem() {
        problem(as(Account.scientist).accept("image/png").get("/api/v1/me"), 406, "not-acceptable");
    }

    @Test
    void aBodyThatIsTooLargeIsAProblem() {
        problem(send("x".repeat(17 * 1024 * 1024)), 413, "payload-too-large");
    }

    @Test
    void aFaultOfThePlatformShowsNothingOfTheInside() {
        problem(as(Account.scientist).get("/api/v1/failing"), 500, "internal-error")
                .body(not(containsString("canary")))
                .body(not(containsString("IllegalState")))
                .body(not(containsString("at dev.")));
    }

    @Test
    void aPageSizeOutOfRangeIsAProblem() {
        problem(as(Account.scientist).get("/api/v1/teams?pageSize=201"), 422, "validation-failed");
        problem(as(Account.scientist).get("/api/v1/teams?pageSize=many"), 422, "validation-failed");
        problem(as(Account.scientist).get("/api/v1/teams?pageToken=!"), 400, "bad-request");
    }

    @Test
    void aMistypedDryRunWritesNothing() {
        Response answer = as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"dry\",\"hardwareClass\":\"small\"}")
                .post(WORKSPACES + "?dryRun=yes");
        problem(answer, 400, "bad-request").body("errors[0].path", equalTo("dryRun"));
    }

    private static Response send(String body) {
        return as(Account.scientist).contentType(ContentType.JSON).body(body).post(WORKSPACES);
    }

    private static ValidatableResponse problem(Response answer, int status, String type) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:freihafen:problem:" + type))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("instance", notNullValue());
    }
}
