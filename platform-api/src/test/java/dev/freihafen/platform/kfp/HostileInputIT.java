package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.experiment;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.hello;
import static dev.freihafen.platform.kfp.KfpRequests.named;
import static dev.freihafen.platform.kfp.KfpRequests.run;
import static dev.freihafen.platform.kfp.KfpRequests.submitted;
import static dev.freihafen.platform.kfp.KfpRequests.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What nobody types by mistake, at the surface for clients of KFP: it is refused in words, never a fault of ours. */
@QuarkusTest
class HostileInputIT extends PlatformIT {
    private static final String ID = "0b6ac6d0-8c5c-4c1e-a1cb-9d5c1f0f5a10";
    private static final String NUL = "\0";

    /** A query, and a word of the refusal. */
    private record Bad(String query, String says) {}

    private static List<Bad> queries() {
        return List.of(
                new Bad("page_token=" + token("", "yesterday"), "page token"),
                new Bad("page_token=" + token("", "infinity"), "page token"),
                new Bad("page_token=" + token("", "+999999999-12-31T23:59:59Z"), "page token"),
                new Bad("page_token=" + token("", "-999999999-01-01T00:00:00Z"), "page token"),
                new Bad("page_token=" + token("display_name", "a" + NUL), "page token"),
                new Bad("page_token=" + token("display_name " + NUL, "a"), "sort"),
                new Bad("sort_by=display_name%00", "sorting field"),
                new Bad(where("display_name", "string_value", "\"a\\u0000\""), "U+0000"),
                new Bad(filter("9", "display_name", "\"string_value\":\"a\\u0000\""), "U+0000"),
                new Bad(filter("8", "display_name", "\"string_values\":{\"values\":[\"a\\u0000\"]}"), "U+0000"),
                new Bad(where("a\\u0000", "string_value", "\"a\""), "unrecognized field"),
                new Bad(where("created_at", "long_value", "\"-999999999999\""), "is no time"),
                new Bad(where("created_at", "timestamp_value", "\"+999999999-12-31T23:59:59Z\""), "is no time"),
                new Bad(where("created_at", "timestamp_value", "\"-999999999-01-01T00:00:00Z\""), "is no time"),
                new Bad(where("created_at", "timestamp_value", "\"a\\u0000\""), "is no time"),
                new Bad(filter("8", "created_at", "\"long_values\":{\"values\":[\"-999999999999\"]}"), "is no time"),
                new Bad("filter=" + "%5B".repeat(900), "no JSON"),
                new Bad("page_size=99999999999999999999", "page_size"));
    }

    @Test
    void everyListRefusesItAndSaysWhatIsWrong() {
        String pipeline = upload(Account.scientist, "fraud", fresh("hostile"), hello())
                .then()
                .statusCode(200)
                .extract()
                .path("pipeline_id");
        SoftAssertions softly = new SoftAssertions();
        for (String list : List.of(
                "/runs", "/experiments", "/recurringruns", "/pipelines", "/pipelines/" + pipeline + "/versions")) {
            for (Bad bad : queries()) {
                Response answer = get(Account.scientist, "fraud", list + "?" + bad.query());
                String what = list + "?" + bad.query() + " -> " + answer.asString();
                softly.assertThat(answer.statusCode()).as(what).isEqualTo(400);
                softly.assertThat(answer.asString()).as(what).contains("\"code\":3", bad.says());
            }
        }
        softly.assertAll();
    }

    @Test
    void aFilterThatIsHugeIsRefusedInTheDialect() {
        String huge = where("display_name", "string_value", "\"" + "x".repeat(100_000) + "\"");
        Response answer = get(Account.scientist, "fraud", "/runs?" + huge);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(414);
    }

    @Test
    void aPathWithItNamesNothing() {
        SoftAssertions softly = new SoftAssertions();
        for (String path : List.of(
                "/runs/%00",
                "/runs/a%00b",
                "/experiments/%00",
                "/recurringruns/%00",
                "/pipelines/%00",
                "/pipelines/%00/versions",
                "/pipelines/" + ID + "/versions/%00",
                "/runs?experiment_id=%00",
                "/recurringruns?experiment_id=%00",
                "/runs/%F0%9F%9A%A2")) {
            Response answer = get(Account.scientist, "fraud", path);
            softly.assertThat(answer.statusCode())
                    .as(path + " -> " + answer.asString())
                    .isEqualTo(404);
        }
        for (String team : List.of("%00", "fraud%00", "%F0%9F%9A%A2", "..%2Ffraud", "x".repeat(3000))) {
            Response answer = get(Account.scientist, team, "/runs");
            softly.assertThat(answer.statusCode())
                    .as(team + " -> " + answer.asString())
                    .isIn(400, 404);
        }
        softly.assertThat(get(Account.scientist, "fraud", "/runs?namespace=%00").statusCode())
                .as("namespace")
                .isEqualTo(403);
        softly.assertAll();
    }

    @Test
    void aBodyWithItIsRefusedAndLeavesNothing() {
        SoftAssertions softly = new SoftAssertions();
        JsonObject trigger = new JsonObject().put("cron_schedule", new JsonObject().put("cron", "0 0 0 1 1 *"));
        String name = fresh("hostile");
        Stream.of(
                        refused("/experiments", new JsonObject().put("display_name", name + NUL)),
                        refused("/experiments", display(name).put("description", "a" + NUL)),
                        refused("/experiments", display(name + "\ud83d alone")),
                        refused("/experiments", display(name).put("description", "\ud83d alone")),
                        refused("/pipelines", display(name).put("description", "a" + NUL)),
                        refused("/runs", run(name + NUL)),
                        refused("/runs", run(name + "\ud83d alone")),
                        refused("/runs", run(name).put("description", "a" + NUL)),
                        refused("/runs", run(name).put("experiment_id", NUL)),
                        refused("/runs", run(name).put("runtime_config", greeting("a" + NUL))),
                        refused("/runs", run(name).put("runtime_config", greeting("\ud83d alone"))),
                        refused(
                                "/recurringruns",
                                run(name).put("description", "a" + NUL).put("trigger", trigger)),
                        refused(
                                "/recurringruns",
                                run(name)
                                        .put("runtime_config", greeting("a" + NUL))
                                        .put("trigger", trigger)))
                .forEach(answer ->
                        softly.assertThat(answer.status()).as(answer.what()).isIn(400, 404));
        Response description = KfpRequests.as(Account.scientist)
                .urlEncodingEnabled(false)
                .multiPart("uploadfile", "p.yaml", hello().getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .post(KfpRequests.root("fraud") + "/pipelines/upload?name=" + name + "&description=a%00");
        softly.assertThat(description.statusCode()).as(description.asString()).isEqualTo(400);
        Response inside =
                upload(Account.scientist, "fraud", name, hello().replace("schemaVersion", NUL + "schemaVersion"));
        softly.assertThat(inside.statusCode()).as(inside.asString()).isEqualTo(400);
        softly.assertAll();
        for (String list : List.of("/experiments", "/pipelines", "/runs", "/recurringruns")) {
            named(Account.scientist, "fraud", list, name).then().statusCode(200).body("total_size", equalTo(null));
        }
    }

    @Test
    void namesOfAnyScriptAreKeptAndFound() {
        for (String name :
                List.of("Größe " + ID, "数据 " + ID, "🚢🧑‍🔬 " + ID, "\u202eright to left " + ID, "e\u0301 " + ID)) {
            String experiment = experiment(Account.scientist, "fraud", name);
            named(Account.scientist, "fraud", "/experiments", name)
                    .then()
                    .body("experiments.experiment_id", equalTo(List.of(experiment)))
                    .body("experiments.display_name", equalTo(List.of(name)));
            String run = submitted(Account.scientist, "fraud", run(name).put("description", name));
            named(Account.scientist, "fraud", "/runs", name)
                    .then()
                    .body("runs.run_id", equalTo(List.of(run)))
                    .body("runs.description", equalTo(List.of(name)));
            as(Account.scientist)
                    .queryParam("name", name)
                    .get("/api/v1/teams/fraud/runs")
                    .then()
                    .body("items.id", equalTo(List.of(run)));
            Response page = get(Account.scientist, "fraud", "/experiments?page_size=1&sort_by=display_name%20desc");
            get(Account.scientist, "fraud", "/experiments?page_size=1&page_token=" + page.path("next_page_token"))
                    .then()
                    .statusCode(200);
        }
    }

    private record Answered(int status, String what) {}

    private static Answered refused(String path, JsonObject body) {
        Response answer = KfpRequests.as(Account.scientist)
                .contentType("application/json")
                .body(escaped(body))
                .post(KfpRequests.root("fraud") + path);
        return new Answered(answer.statusCode(), path + " " + answer.asString());
    }

    /** Halves of pairs have no bytes of their own: they are sent as JSON escapes. */
    private static String escaped(JsonObject body) {
        return body.encode().replace("\ud83d alone", "\\ud83d alone");
    }

    private static JsonObject display(String name) {
        return new JsonObject().put("display_name", name);
    }

    private static JsonObject greeting(String greeting) {
        return new JsonObject().put("parameters", new JsonObject().put("greeting", greeting));
    }

    private static String token(String sortBy, String place) {
        String json = new JsonObject().put("t", List.of(sortBy, "", place, ID)).encode();
        String array = json.substring(json.indexOf('['), json.lastIndexOf('}'));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(array.getBytes(StandardCharsets.UTF_8));
    }

    private static String where(String key, String field, String value) {
        return filter("1", key, "\"" + field + "\":" + value);
    }

    private static String filter(String operation, String key, String value) {
        String json = "{\"predicates\":[{\"operation\":" + operation + ",\"key\":\"" + key + "\"," + value + "}]}";
        return "filter=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    }
}
