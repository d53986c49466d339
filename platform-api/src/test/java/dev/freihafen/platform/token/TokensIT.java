package dev.freihafen.platform.token;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TokensIT extends PlatformIT {
    private static final String TOKENS = "/api/v1/tokens";
    private static final String RUNS = "/api/v1/teams/fraud/runs";

    @Inject
    Jdbi jdbi;

    private static JsonObject body() {
        return new JsonObject().put("team", "fraud").put("name", "nightly");
    }

    private static Response make(Account account, JsonObject body) {
        return as(account).contentType("application/json").body(body.encode()).post(TOKENS);
    }

    private static String made(Account account, JsonObject body) {
        return make(account, body).then().statusCode(201).extract().path("token");
    }

    private static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    private static ValidatableResponse refused(String token, String words) {
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

    @Test
    void aTokenIsToldOnceAndOnlyItsHashIsKept() {
        Response answer = make(Account.scientist, body().put("expiresIn", "12h"));
        answer.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("token", matchesPattern("fh_[-_A-Za-z0-9]{43}"))
                .body("owner", equalTo("scientist"))
                .body("scopes", contains("Read", "Write"))
                .body("state", equalTo("Active"))
                .body("lastUsedAt", nullValue());
        String token = answer.path("token");
        String row = jdbi.withHandle(handle -> handle.createQuery(
                        "select cast(machine_tokens as text) from machine_tokens where id = cast(:id as uuid)")
                .bind("id", answer.<String>path("id"))
                .mapTo(String.class)
                .one());
        assertThat(row).contains(Secret.hash(token)).doesNotContain(token).doesNotContain(token.substring(3));
        as(Account.scientist)
                .get(TOKENS)
                .then()
                .statusCode(200)
                .body("items.id", hasItem(answer.<String>path("id")))
                .body("items.token", not(hasItem(notNullValue())));
    }

    @Test
    void itsBearerActsAsItsOwnerInItsTeam() {
        String token = made(Account.scientist, body());
        with(token)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("scientist"))
                .body("teams.team", contains("fraud"));
        String run = with(token)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post(RUNS)
                .then()
                .statusCode(201)
                .body("owner", equalTo("scientist"))
                .extract()
                .path("id");
        as(Account.scientist).get(RUNS + "/" + run).then().statusCode(200);
        with(token).get("/api/v1/hardware-classes").then().statusCode(200);
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        String token = made(Account.scientist, body());
        RestAssured.given()
                .header("Authorization", "bearer " + token)
                .get("/api/v1/me")
                .then()
                .statusCode(200);
    }

    @Test
    void theLastUseIsShown() {
        Response answer = make(Account.scientist, body());
        with(answer.path("token")).get("/api/v1/me").then().statusCode(200);
        String id = answer.path("id");
        assertThat(as(Account.scientist)
                        .get(TOKENS)
                        .jsonPath()
                        .<String>get("items.find { it.id == '" + id + "' }.lastUsedAt"))
                .isNotNull();
    }

    @Test
    void anotherTeamIsNotThereForIt() {
        String token = made(Account.platform, body());
        with(token).get("/api/v1/teams/fraud").then().statusCode(200);
        with(token).get("/api/v1/teams/routing").then().statusCode(404);
        with(token).get("/api/v1/teams/routing/runs").then().statusCode(404);
        with(token).get("/api/v1/teams/routing/costs").then().statusCode(404);
    }

    @Test
    void aTokenThatOnlyReadsChangesNothing() {
        String token = made(Account.scientist, body().put("scopes", List.of("Read")));
        with(token).get(RUNS).then().statusCode(200);
        with(token)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post(RUNS)
                .then()
                .statusCode(403)
                .body("detail", containsString("scopes of this token [Read] do not allow CreateWork"));
    }

    @Test
    void noTokenManagesTokensOrRulesThePlatform() {
        String token = made(Account.platform, body().put("scopes", List.of("Read", "Write", "CallEndpoints")));
        with(token)
                .contentType("application/json")
                .body(body().encode())
                .post(TOKENS)
                .then()
                .statusCode(403);
        with(token).get(TOKENS).then().statusCode(403);
        with(token)
                .delete(TOKENS + "/" + make(Account.platform, body()).<String>path("id"))
                .then()
                .statusCode(404);
        with(token)
                .contentType("application/json")
                .body("{\"displayName\":\"Third\",\"members\":[]}")
                .put("/api/v1/teams/third")
                .then()
                .statusCode(403);
        with(token).delete("/api/v1/teams/fraud").then().statusCode(403);
        with(token).get("/api/v1/teams/fraud/audit").then().statusCode(403);
        with(token).get("/w/fraud/notebook/").then().statusCode(404);
    }

    @Test
    void aRevokedTokenIsRefusedAtOnceAndForEver() {
        Response answer = make(Account.scientist, body());
        String token = answer.path("token");
        with(token).get("/api/v1/me").then().statusCode(200);
        as(Account.scientist)
                .delete(TOKENS + "/" + answer.<String>path("id"))
                .then()
                .statusCode(204);
        refused(token, "was revoked");
        as(Account.scientist)
                .delete(TOKENS + "/" + answer.<String>path("id"))
                .then()
                .statusCode(204);
        refused(token, "by scientist");
    }

    @Test
    void anExpiredTokenIsRefused() {
        Response answer = make(Account.scientist, body().put("expiresIn", "1m"));
        jdbi.useHandle(handle -> handle.execute(
                "update machine_tokens set expires_at = now() - interval '1 second' where id = cast(? as uuid)",
                answer.<String>path("id")));
        refused(answer.path("token"), "expired at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fh_",
                "fh_x",
                "fh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "fh_' or 1=1 --",
                "fh_a.b.c",
            })
    void aTokenThatNobodyMadeIsRefused(String token) {
        refused(token, "is not known here");
    }

    @Test
    void aTokenWithALetterChangedIsRefused() {
        String token = made(Account.scientist, body());
        char last = token.charAt(10);
        refused(token.substring(0, 10) + (last == 'A' ? 'B' : 'A') + token.substring(11), "is not known here");
        refused(token + "x", "is not known here");
        refused(token.substring(0, token.length() - 1), "is not known here");
    }

    @Test
    void aTokenEndsWhenItsOwnerLogsInWithoutTheGroup() {
        String token = made(Account.colleague, body());
        with(token).get("/api/v1/me").then().statusCode(200);
        login(Account.colleague, List.of("elsewhere"), 2);
        eventually(() -> with(token).get("/api/v1/me").statusCode() == 401);
        refused(token, "colleague has no role in team fraud");
        login(Account.colleague, List.of("fraud-editors"), 1);
        refused(token, "colleague has no role in team fraud");
        login(Account.colleague, List.of("fraud-editors"), 3);
        eventually(() -> with(token).get("/api/v1/me").statusCode() == 200);
    }

    @Test
    void itHasNoMoreRightsThanItsOwnerHasNow() {
        String token = made(Account.teamAdmin, body());
        login(Account.teamAdmin, List.of("fraud-viewers"), 2);
        eventually(() -> with(token)
                        .contentType("application/json")
                        .body(RunFixtures.request().encode())
                        .post(RUNS)
                        .statusCode()
                == 403);
        with(token).get(RUNS).then().statusCode(200);
        login(Account.teamAdmin, List.of("fraud-admins"), 3);
        eventually(() -> with(token)
                        .contentType("application/json")
                        .body(RunFixtures.request().encode())
                        .post(RUNS)
                        .statusCode()
                == 201);
    }

    /** A login some seconds from now, so that its token is newer than all that were seen. */
    private static void login(Account account, List<String> groups, int secondsAhead) {
        String token = TestPlatform.issuer().accessToken(account, claims -> {
            claims.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() + secondsAhead));
            claims.setStringListClaim("groups", groups);
        });
        with(token).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void aTokenRestsWhenItsOwnerHasNotLoggedInForThirtyDays() {
        String token = made(Account.platform, body());
        jdbi.useHandle(handle -> handle.execute(
                "update seen_groups set seen_at = now() - interval '30 days 1 second' where subject = 'sub-platform'"));
        refused(token, "platform has not logged in since");
        login(Account.platform, Account.platform.groups(), 1);
        eventually(() -> with(token).get("/api/v1/me").statusCode() == 200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Account.class,
            names = {"viewer", "finance", "auditor", "stranger", "scientistRouting"})
    void whoMayNotMakeTokensOfTheTeamMakesNone(Account account) {
        int status = make(account, body()).statusCode();
        assertThat(status).isIn(403, 404);
        if (account == Account.stranger || account == Account.scientistRouting) {
            assertThat(status).isEqualTo(404);
        }
    }

    @Test
    void aBadRequestIsToldWhatIsWrong() {
        make(Account.scientist, new JsonObject()).then().statusCode(422).body("errors.path", hasItem("team"));
        make(Account.scientist, body().put("expiresIn", "soon"))
                .then()
                .statusCode(422)
                .body("errors.path", contains("expiresIn"));
        make(Account.scientist, body().put("expiresIn", "91d"))
                .then()
                .statusCode(422)
                .body("detail", containsString("at most 90 days"));
        make(Account.scientist, body().put("scopes", List.of("Everything")))
                .then()
                .statusCode(400)
                .body("errors.path", hasItem(startsWith("scopes")));
        make(Account.scientist, body().put("scopes", List.of())).then().statusCode(422);
        make(Account.scientist, body().put("owner", "platform")).then().statusCode(400);
        make(Account.scientist, body().put("name", "<b>")).then().statusCode(422);
    }

    @Test
    void anEditorSeesAndRevokesOwnTokensAnAdminThoseOfTheTeam() {
        String mine = make(Account.scientist, body()).path("id");
        String colleagues = make(Account.colleague, body()).path("id");
        as(Account.scientist)
                .get(TOKENS + "?team=fraud")
                .then()
                .body("items.id", hasItem(mine))
                .body("items.id", not(hasItem(colleagues)));
        as(Account.teamAdmin).get(TOKENS + "?team=fraud").then().body("items.id", hasItems(mine, colleagues));
        as(Account.teamAdmin).get(TOKENS).then().body("items.id", not(hasItem(mine)));
        as(Account.viewer).get(TOKENS + "?team=fraud").then().statusCode(403);
        as(Account.scientistRouting).get(TOKENS + "?team=fraud").then().statusCode(404);
        as(Account.scientist).delete(TOKENS + "/" + colleagues).then().statusCode(404);
        as(Account.scientistRouting).delete(TOKENS + "/" + colleagues).then().statusCode(404);
        as(Account.scientist).delete(TOKENS + "/nonsense").then().statusCode(404);
        as(Account.teamAdmin).delete(TOKENS + "/" + colleagues).then().statusCode(204);
        as(Account.colleague)
                .get(TOKENS)
                .then()
                .body("items.find { it.id == '" + colleagues + "' }.state", equalTo("Revoked"));
    }

    @Test
    void makingAndRevokingStandInTheAudit() {
        String id = make(Account.scientist, body()).path("id");
        as(Account.teamAdmin).delete(TOKENS + "/" + id).then().statusCode(204);
        as(Account.teamAdmin)
                .get("/api/v1/teams/fraud/audit?pageSize=200")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.detail.contains('" + id + "') }.act",
                        contains("TokenRevoked", "TokenCreated"))
                .body("items.findAll { it.detail.contains('" + id + "') }.by", contains("teamAdmin", "scientist"));
    }

    @Test
    void nobodyHasMoreThanFifty() {
        jdbi.useHandle(handle -> handle.execute("delete from machine_tokens where owner = 'scientistRouting'"));
        JsonObject routing = new JsonObject().put("team", "routing");
        for (int number = 0; number < 50; number++) {
            make(Account.scientistRouting, routing).then().statusCode(201);
        }
        make(Account.scientistRouting, routing)
                .then()
                .statusCode(409)
                .body("detail", containsString("revoke some first"));
        as(Account.scientist).get(TOKENS + "?team=routing").then().statusCode(404);
        as(Account.viewer).get(TOKENS).then().statusCode(200).body("items", empty());
    }
}
