package dev.freihafen.platform.token;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bearer of a machine token may, and when it is refused. */
@QuarkusTest
class TokenBearerIT extends TokenRequests {
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

    @Test
    void aTokenRestsWhenItsOwnerHasNotLoggedInForThirtyDays() {
        String token = made(Account.platform, body());
        jdbi.useHandle(handle -> handle.execute(
                "update seen_groups set seen_at = now() - interval '30 days 1 second' where subject = 'sub-platform'"));
        refused(token, "platform has not logged in since");
        login(Account.platform, Account.platform.groups(), 1);
        eventually(() -> with(token).get("/api/v1/me").statusCode() == 200);
    }

    /** A login some seconds from now, so that its token is newer than all that were seen. */
    private static void login(Account account, List<String> groups, int secondsAhead) {
        String token = TestPlatform.issuer().accessToken(account, claims -> {
            claims.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() + secondsAhead));
            claims.setStringListClaim("groups", groups);
        });
        with(token).get("/api/v1/me").then().statusCode(200);
    }
}
