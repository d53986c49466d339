package dev.freihafen.platform.run;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What nobody types by mistake, at the platform's own lists and bodies: it is refused in words, never a fault of ours. */
@QuarkusTest
class HostileListsIT extends PlatformIT {
    private static final String FRAUD = "/api/v1/teams/fraud";
    private static final String ID = "0b6ac6d0-8c5c-4c1e-a1cb-9d5c1f0f5a10";
    private static final String NUL = "\0";
    private static final String LATE = "+999999999-12-31T23:59:59Z";
    private static final String EARLY = "-999999999-01-01T00:00:00Z";

    @Test
    void listsRefuseIt() {
        String schedule = schedule();
        SoftAssertions softly = new SoftAssertions();
        for (String query : List.of(
                "/runs?name=%00",
                "/runs?owner=a%00",
                "/runs?pipeline=%00",
                "/runs?schedule=%00",
                "/runs?label=a%00%3Db",
                "/runs?label=project%3D%00",
                "/runs?from=" + LATE.replace("+", "%2B"),
                "/runs?until=" + LATE.replace("+", "%2B"),
                "/runs?from=" + EARLY,
                "/runs?until=" + EARLY,
                "/runs?pageToken=" + token("-createdAt " + ID + " " + LATE),
                "/runs?sort=finishedAt&pageToken=" + token("finishedAt " + ID + " " + EARLY),
                "/runs?sort=name&pageToken=" + token("name " + ID + " a" + NUL),
                "/schedules?pageToken=" + token(NUL),
                "/pipelines?pageToken=" + token(NUL),
                "/pipelines/hello/versions?pageToken=" + token(NUL),
                "/models?pageToken=" + token(NUL),
                "/models/m/versions?pageToken=" + token(NUL),
                "/schedules/" + schedule + "/firings?pageToken=" + token(LATE),
                "/schedules/" + schedule + "/firings?pageToken=" + token(EARLY),
                "/schedules/" + schedule + "/firings?pageToken=" + token(NUL))) {
            Response answer = get(FRAUD + query);
            String what = query + " -> " + answer.asString();
            softly.assertThat(answer.statusCode()).as(what).isIn(400, 404, 422);
            softly.assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
        }
        softly.assertAll();
    }

    @Test
    void aPathWithItNamesNothing() {
        String run = FollowedRun.submit(RunFixtures.request()).id();
        SoftAssertions softly = new SoftAssertions();
        for (String path : List.of(
                "/api/v1/teams/%00/runs",
                "/api/v1/teams/a%00b/budget",
                "/api/v1/teams/%F0%9F%9A%A2/runs",
                FRAUD + "/runs/%00",
                FRAUD + "/runs/" + run + "/steps/%00/logs",
                FRAUD + "/schedules/%00",
                FRAUD + "/schedules/%00/firings",
                FRAUD + "/pipelines/%00/versions",
                FRAUD + "/pipelines/hello/versions/%00",
                FRAUD + "/models/%00",
                FRAUD + "/models/%00/versions",
                FRAUD + "/workspaces/%00",
                FRAUD + "/model-endpoints/%00")) {
            Response answer = get(path);
            softly.assertThat(answer.statusCode())
                    .as(path + " -> " + answer.asString())
                    .isIn(400, 404);
        }
        softly.assertAll();
    }

    @Test
    void aBodyWithItIsRefused() {
        JsonObject greeting = new JsonObject().put("greeting", "a" + NUL);
        SoftAssertions softly = new SoftAssertions();
        for (JsonObject body : List.of(
                RunFixtures.request().put("parameters", greeting),
                RunFixtures.request().put("name", "a" + NUL),
                RunFixtures.request().put("name", "\ud83d alone"),
                RunFixtures.request().put("hardwareClass", NUL),
                RunFixtures.request(RunFixtures.hello() + "#" + NUL),
                new JsonObject().put("pipeline", NUL).put("version", NUL),
                RunFixtures.request().put("labels", new JsonObject().put("a", "\ud83d alone")))) {
            Response answer = as(Account.scientist)
                    .contentType("application/json")
                    .body(escaped(body))
                    .post(FRAUD + "/runs");
            softly.assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 422);
        }
        Response huge = as(Account.scientist)
                .contentType("application/json")
                .body(RunFixtures.request()
                        .put("parameters", new JsonObject().put("greeting", "a").put("times", 1))
                        .encode()
                        .replace("\"times\":1", "\"times\":1e400"))
                .post(FRAUD + "/runs");
        softly.assertThat(huge.statusCode()).as(huge.asString()).isEqualTo(422);
        JsonObject schedule = new JsonObject()
                .put("cron", "0 0 1 1 *")
                .put("run", RunFixtures.request().put("parameters", greeting));
        Response put = as(Account.scientist)
                .contentType("application/json")
                .body(schedule.encode())
                .put(FRAUD + "/schedules/hostile");
        softly.assertThat(put.statusCode()).as(put.asString()).isIn(400, 422);
        softly.assertAll();
    }

    /** Halves of pairs have no bytes of their own: they are sent as JSON escapes. */
    private static String escaped(JsonObject body) {
        return body.encode().replace("\ud83d alone", "\\ud83d alone");
    }

    private static String schedule() {
        JsonObject body = new JsonObject().put("cron", "0 0 1 1 *").put("run", RunFixtures.request());
        as(Account.scientist)
                .contentType("application/json")
                .body(body.encode())
                .put(FRAUD + "/schedules/with-firings")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
        return "with-firings";
    }

    private static Response get(String path) {
        return as(Account.scientist).urlEncodingEnabled(false).get(path);
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
