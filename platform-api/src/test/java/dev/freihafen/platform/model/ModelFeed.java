package dev.freihafen.platform.model;

import static org.hamcrest.Matchers.empty;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import dev.freihafen.platform.usage.FeedFixtures;
import io.restassured.RestAssured;
import java.util.List;

/** Runs that a test submits and whose steps it then tells the outputs of, as an operator does. */
abstract class ModelFeed extends PlatformIT {
    static final String TEAM = "/api/v1/teams/fraud";

    /** A run of the scientist; gives its id. */
    static String run() {
        return RestAssured.given()
                .auth()
                .oauth2(Account.scientist.token())
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post(TEAM + "/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static void tell(JsonObject... rows) {
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(FeedFixtures.batch(List.of(rows)).encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("rejected", empty());
    }

    /** The end of a step that put out these artifacts. */
    static JsonObject step(String run, String step, JsonObject... artifacts) {
        return FeedFixtures.stepEvent(run, step, "Succeeded", 1_000_005)
                .put("outputs", new JsonObject().put("artifacts", List.of(artifacts)));
    }

    static JsonObject artifact(String run, String step, String name, String type, JsonObject metadata) {
        return new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("uri", "/freihafen/run/" + step + "/1/outputs/artifacts/" + name)
                .put("metadata", metadata);
    }

    static JsonObject ended(String run, String state) {
        return FeedFixtures.runEvent(run, state, 1_000_009);
    }

    /** A run that put out a model, and its metrics, and has succeeded; gives its id. */
    static String trained(JsonObject metadata) {
        String run = run();
        tell(
                step(
                        run,
                        "train",
                        artifact(run, "train", "model", "system.Model", metadata),
                        artifact(run, "train", "metrics", "system.Metrics", new JsonObject().put("accuracy", 0.875))),
                ended(run, "Succeeded"));
        return run;
    }

    /** The id of a run's first model. */
    static String modelOf(String run) {
        return as(Account.scientist)
                .get(TEAM + "/runs/" + run + "/artifacts?type=system.Model")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }
}
