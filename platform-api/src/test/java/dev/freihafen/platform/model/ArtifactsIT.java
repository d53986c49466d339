package dev.freihafen.platform.model;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ArtifactsIT extends ModelFeed {
    @Test
    void artifactsAreListedAsTheStepsGaveThem() {
        String run = run();
        tell(
                step(
                        run,
                        "load",
                        artifact(run, "load", "data", "system.Dataset", new JsonObject().put("rows", 7)),
                        artifact(run, "load", "parts", "system.Dataset", new JsonObject()),
                        artifact(run, "load", "parts", "system.Dataset", new JsonObject())),
                step(run, "for-loop-1-0/train", artifact(run, "t", "model", "system.Model", new JsonObject())));
        String path = TEAM + "/runs/" + run + "/artifacts";
        as(Account.viewer)
                .get(path)
                .then()
                .statusCode(200)
                .body("items.output", contains("data", "parts", "parts", "model"))
                .body("items.position", contains(0, 0, 1, 0))
                .body("items[0].metadata.rows", equalTo(7))
                .body("items[0].uri", equalTo("/freihafen/run/load/1/outputs/artifacts/data"))
                .body("items[3].step", equalTo("for-loop-1-0/train"));
        as(Account.viewer)
                .get(path + "?type=system.Model")
                .then()
                .body("items", hasSize(1))
                .body("items[0].type", equalTo("system.Model"));
        as(Account.viewer).get(path + "?step=load").then().body("items", hasSize(3));
    }

    @Test
    void longListsComeInPages() {
        String run = run();
        tell(step(
                run,
                "load",
                artifact(run, "load", "a", "system.Dataset", new JsonObject()),
                artifact(run, "load", "b", "system.Dataset", new JsonObject()),
                artifact(run, "load", "c", "system.Dataset", new JsonObject())));
        String path = TEAM + "/runs/" + run + "/artifacts?pageSize=2";
        String next = as(Account.viewer)
                .get(path)
                .then()
                .body("items.output", contains("a", "b"))
                .extract()
                .path("nextPageToken");
        as(Account.viewer)
                .get(path + "&pageToken=" + next)
                .then()
                .body("items.output", contains("c"))
                .body("nextPageToken", nullValue());
        as(Account.viewer).get(path + "&pageToken=bm8").then().statusCode(400);
    }

    @Test
    void oneArtifactIsFoundByItsIdInItsTeamAlone() {
        String artifact = modelOf(trained(new JsonObject()));
        as(Account.viewer)
                .get(TEAM + "/artifacts/" + artifact)
                .then()
                .statusCode(200)
                .body("output", equalTo("model"));
        as(Account.scientistRouting).get(TEAM + "/artifacts/" + artifact).then().statusCode(404);
        as(Account.viewer).get(TEAM + "/artifacts/none").then().statusCode(404);
        as(Account.viewer).get(TEAM + "/runs/none/artifacts").then().statusCode(404);
        as(Account.viewer).get(TEAM + "/runs/none/lineage").then().statusCode(404);
    }
}
