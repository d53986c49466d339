package dev.freihafen.platform.token;

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

import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Making, listing and revoking machine tokens. */
@QuarkusTest
class TokensIT extends TokenRequests {
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
    void aLongListGoesOnPageByPage() {
        jdbi.useHandle(handle -> handle.execute("delete from machine_tokens where owner = 'scientistRouting'"));
        JsonObject routing = new JsonObject().put("team", "routing");
        List<String> newestFirst = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            newestFirst.addFirst(make(Account.scientistRouting, routing).path("id"));
        }
        Response first = as(Account.scientistRouting).get(TOKENS + "?team=routing&pageSize=2");
        first.then().statusCode(200).body("items.id", equalTo(newestFirst.subList(0, 2)));
        as(Account.scientistRouting)
                .get(TOKENS + "?team=routing&pageSize=2&pageToken=" + first.<String>path("nextPageToken"))
                .then()
                .statusCode(200)
                .body("items.id", equalTo(newestFirst.subList(2, 3)))
                .body("nextPageToken", nullValue());
        as(Account.scientistRouting)
                .get(TOKENS + "?pageToken=" + PageRequest.tokenAfter("yesterday"))
                .then()
                .statusCode(400)
                .body("errors.path", contains("pageToken"));
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
