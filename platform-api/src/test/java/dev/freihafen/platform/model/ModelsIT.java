package dev.freihafen.platform.model;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ModelsIT extends ModelFeed {
    private static final String MODELS = TEAM + "/models";

    private static String name() {
        return "m" + UUID.randomUUID().toString().substring(0, 12);
    }

    private static ValidatableResponse register(Account account, String model, String artifact) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"artifact\":\"" + artifact + "\"}")
                .post(MODELS + "/" + model + "/versions")
                .then();
    }

    private static ValidatableResponse point(Account account, String model, String alias, int version) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"version\":" + version + "}")
                .put(MODELS + "/" + model + "/aliases/" + alias)
                .then();
    }

    private static ValidatableResponse serve(String name, String model, String version) {
        return as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + name + "\",\"modelVersion\":{\"model\":\"" + model + "\",\"version\":\""
                        + version + "\"},\"hardwareClass\":\"small\"}")
                .post(TEAM + "/endpoints")
                .then();
    }

    @Test
    void aVersionKeepsWhereItComesFromAndItsMetrics() {
        String model = name();
        String run = trained(new JsonObject().put("label", "steady"));
        String artifact = modelOf(run);

        register(Account.scientist, model, artifact)
                .statusCode(201)
                .header("Location", endsWith(MODELS + "/" + model + "/versions/1"))
                .body("version", equalTo(1))
                .body("uri", equalTo("pvc://models/" + run + "/train/model"))
                .body("format", equalTo("sklearn"))
                .body("metadata.label", equalTo("steady"))
                .body("metrics[0].name", equalTo("accuracy"))
                .body("metrics[0].value", equalTo(0.875f))
                .body("metrics[0].step", equalTo("train"))
                .body("lineage.run", equalTo(run))
                .body("lineage.pipeline", equalTo("hello"))
                .body("lineage.artifact", equalTo(artifact))
                .body("createdBy", equalTo("scientist"));
        register(Account.scientist, model, artifact).statusCode(200).body("version", equalTo(1));
        as(Account.viewer)
                .get(MODELS + "/" + model + "/versions/1")
                .then()
                .statusCode(200)
                .body("endpoints", empty());
    }

    @Test
    void versionsAreNumberedAndListedNewestFirst() {
        String model = name();
        for (int version = 1; version <= 3; version++) {
            register(Account.scientist, model, modelOf(trained(new JsonObject())))
                    .statusCode(201)
                    .body("version", equalTo(version));
        }
        String next = as(Account.viewer)
                .get(MODELS + "/" + model + "/versions?pageSize=2")
                .then()
                .statusCode(200)
                .body("items.version", contains(3, 2))
                .extract()
                .path("nextPageToken");
        as(Account.viewer)
                .get(MODELS + "/" + model + "/versions?pageSize=2&pageToken=" + next)
                .then()
                .body("items.version", contains(1))
                .body("nextPageToken", nullValue());
        as(Account.viewer).get(MODELS + "/" + model).then().statusCode(200).body("lastVersion", equalTo(3));
    }

    @Test
    void theNumberOfADeletedVersionIsNotGivenAgain() {
        String model = name();
        register(Account.scientist, model, modelOf(trained(new JsonObject()))).statusCode(201);
        as(Account.colleague)
                .delete(MODELS + "/" + model + "/versions/1")
                .then()
                .statusCode(403);
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/versions/1")
                .then()
                .statusCode(204);
        as(Account.scientist).get(MODELS + "/" + model + "/versions/1").then().statusCode(404);
        register(Account.scientist, model, modelOf(trained(new JsonObject())))
                .statusCode(201)
                .body("version", equalTo(2));
    }

    @Test
    void anAliasStandsForOneVersionAndKeepsItFromBeingDeleted() {
        String model = name();
        register(Account.scientist, model, modelOf(trained(new JsonObject()))).statusCode(201);
        register(Account.scientist, model, modelOf(trained(new JsonObject()))).statusCode(201);
        point(Account.colleague, model, "production", 1).statusCode(200).body("changedBy", equalTo("colleague"));
        point(Account.scientist, model, "production", 2).statusCode(200).body("version", equalTo(2));
        as(Account.viewer).get(MODELS + "/" + model).then().body("aliases", hasEntry("production", 2));
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/versions/2")
                .then()
                .statusCode(409)
                .body("detail", containsString("alias"));
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/aliases/production")
                .then()
                .statusCode(204);
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/aliases/production")
                .then()
                .statusCode(404);
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/versions/2")
                .then()
                .statusCode(204);
        point(Account.scientist, model, "production", 2).statusCode(404);
        point(Account.scientist, model, "12", 1).statusCode(422);
    }

    @Test
    void anEndpointServesWhatAnAliasStandsForWhenItIsCreated() {
        String model = name();
        String run = trained(new JsonObject());
        register(Account.scientist, model, modelOf(run)).statusCode(201);
        register(Account.scientist, model, modelOf(trained(new JsonObject()))).statusCode(201);
        point(Account.scientist, model, "production", 1).statusCode(200);

        serve(model, model, "production")
                .statusCode(201)
                .body("model.uri", equalTo("pvc://models/" + run + "/train/model"))
                .body("model.name", equalTo(model))
                .body("model.version", equalTo("1"))
                .body("modelVersion.version", equalTo(1))
                .body("modelVersion.alias", equalTo("production"));
        point(Account.scientist, model, "production", 2).statusCode(200);
        as(Account.viewer).get(TEAM + "/endpoints/" + model).then().body("modelVersion.version", equalTo(1));
        as(Account.viewer).get(MODELS + "/" + model + "/versions/1").then().body("endpoints", contains(model));
        as(Account.scientist)
                .delete(MODELS + "/" + model + "/versions/1")
                .then()
                .statusCode(409)
                .body("detail", containsString("is served by " + model));
        as(Account.viewer)
                .get(TEAM + "/runs/" + run + "/lineage")
                .then()
                .statusCode(200)
                .body("pipeline", equalTo("hello"))
                .body("artifacts", hasSize(2))
                .body("artifacts[0].artifact.type", equalTo("system.Model"))
                .body("artifacts[0].versions[0].model", equalTo(model))
                .body("artifacts[0].versions[0].endpoints", contains(model))
                .body("artifacts[1].versions", empty());
        as(Account.scientist).delete(TEAM + "/endpoints/" + model).then().statusCode(202);
    }

    @Test
    void anEndpointNamesOneModelThatIsThere() {
        serve("nothing", "unknown-model", "1")
                .statusCode(422)
                .body("errors[0].path", equalTo("modelVersion"))
                .body("errors[0].message", containsString("no version or alias 1"));
        as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"nothing\",\"hardwareClass\":\"small\"}")
                .post(TEAM + "/endpoints")
                .then()
                .statusCode(422)
                .body("errors[0].path", equalTo("model"));
    }

    @Test
    void onlyModelsOfRunsThatSucceededAreRegistered() {
        String run = run();
        tell(step(
                run,
                "train",
                artifact(run, "train", "model", "system.Model", new JsonObject()),
                artifact(run, "train", "data", "system.Dataset", new JsonObject())));
        register(Account.scientist, name(), modelOf(run))
                .statusCode(409)
                .body("detail", containsString("once it has succeeded"));
        String data = as(Account.scientist)
                .get(TEAM + "/runs/" + run + "/artifacts?type=system.Dataset")
                .then()
                .extract()
                .path("items[0].id");
        register(Account.scientist, name(), data)
                .statusCode(422)
                .body("errors[0].message", containsString("only a system.Model"));
        register(Account.scientist, name(), UUID.randomUUID().toString()).statusCode(422);
        register(Account.scientist, "No-Such-Name", modelOf(run)).statusCode(422);
    }

    @Test
    void aStepRegistersItsModelWhenTheRunSucceeds() {
        String model = name();
        JsonObject metadata = new JsonObject().put("registerAs", model).put("registerAlias", "candidate");
        String run = run();
        JsonObject told = step(run, "train", artifact(run, "train", "model", "system.Model", metadata));
        tell(told);
        as(Account.viewer).get(MODELS + "/" + model).then().statusCode(404);
        tell(ended(run, "Succeeded"));
        tell(told, ended(run, "Succeeded"));
        as(Account.viewer)
                .get(MODELS + "/" + model)
                .then()
                .statusCode(200)
                .body("lastVersion", equalTo(1))
                .body("aliases", hasEntry("candidate", 1))
                .body("createdBy", equalTo("scientist"));
    }

    @Test
    void aRunThatFailedRegistersNothing() {
        String model = name();
        String run = run();
        tell(
                step(
                        run,
                        "train",
                        artifact(run, "train", "model", "system.Model", new JsonObject().put("registerAs", model))),
                ended(run, "Failed"));
        as(Account.viewer).get(MODELS + "/" + model).then().statusCode(404);
    }

    @Test
    void aNameThatNoModelCanHaveDoesNotStopTheFeed() {
        String run = trained(new JsonObject().put("registerAs", "No Such Name").put("registerAlias", 7));
        as(Account.viewer).get(TEAM + "/runs/" + run).then().statusCode(200).body("state", equalTo("Succeeded"));
    }

    @Test
    void whatAModelIsElsewhereCanBeRegisteredButNotServed() {
        String model = name();
        String run = run();
        tell(
                step(
                        run,
                        "train",
                        artifact(run, "train", "model", "system.Model", new JsonObject())
                                .put("uri", "s3://bucket/model")),
                ended(run, "Succeeded"));
        register(Account.scientist, model, modelOf(run)).statusCode(201).body("uri", equalTo("s3://bucket/model"));
        serve(model, model, "1").statusCode(422).body("errors[0].message", containsString("s3://bucket/model"));
    }

    @Test
    void otherTeamsAndViewersSeeAndDoWhatTheyMay() {
        String model = name();
        String artifact = modelOf(trained(new JsonObject()));
        register(Account.viewer, model, artifact).statusCode(403);
        register(Account.scientistRouting, model, artifact).statusCode(404);
        register(Account.scientist, model, artifact).statusCode(201);
        point(Account.viewer, model, "production", 1).statusCode(403);
        as(Account.scientistRouting).get(MODELS + "/" + model).then().statusCode(404);
        as(Account.scientistRouting)
                .get("/api/v1/teams/routing/models/" + model)
                .then()
                .statusCode(404);
        as(Account.scientistRouting)
                .get("/api/v1/teams/routing/artifacts/" + artifact)
                .then()
                .statusCode(404);
        as(Account.stranger).get(MODELS).then().statusCode(404);
    }
}
