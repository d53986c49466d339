package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.delete;
import static dev.freihafen.platform.kfp.KfpRequests.experiment;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.hello;
import static dev.freihafen.platform.kfp.KfpRequests.named;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static dev.freihafen.platform.kfp.KfpRequests.run;
import static dev.freihafen.platform.kfp.KfpRequests.spec;
import static dev.freihafen.platform.kfp.KfpRequests.submitted;
import static dev.freihafen.platform.kfp.KfpRequests.upload;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.runEvent;
import static dev.freihafen.platform.usage.FeedFixtures.stepEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KfpRunsIT extends PlatformIT {
    private static void tell(JsonObject... rows) {
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(batch(List.of(rows)).encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("rejected", hasSize(0));
    }

    private static JsonObject ended(String run, String state) {
        return runEvent(run, state, 1_000_009).put("finishedAt", "2026-09-01T00:01:00Z");
    }

    @Test
    void aRunOfACompiledPipelineIsSubmittedAndShown() {
        String experiment = experiment(Account.scientist, "fraud", fresh("exp"));
        String name = fresh("run");
        String id = post(
                        Account.scientist,
                        "fraud",
                        "/runs",
                        run(name).put("experiment_id", experiment).put("description", "d"))
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name))
                .body("experiment_id", equalTo(experiment))
                .body("state", equalTo("PENDING"))
                .body("storage_state", equalTo("AVAILABLE"))
                .body("pipeline_spec.pipelineInfo.name", equalTo("hello"))
                .body("runtime_config.parameters.greeting", equalTo("moin"))
                .body("finished_at", nullValue())
                .extract()
                .path("run_id");
        get(Account.viewer, "fraud", "/runs/" + id).then().statusCode(200).body("description", equalTo("d"));
        as(Account.scientist)
                .get("/api/v1/teams/fraud/runs/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("owner", equalTo("scientist"));
        get(Account.scientist, "fraud", "/experiments/" + experiment)
                .then()
                .body("last_run_created_at", notNullValue());
    }

    @Test
    void aPipelineWithAPlatformSpecIsTakenToo() {
        JsonObject both = new JsonObject()
                .put("pipeline_spec", spec())
                .put(
                        "platform_spec",
                        new JsonObject()
                                .put(
                                        "platforms",
                                        new JsonObject()
                                                .put(
                                                        "kubernetes",
                                                        new JsonObject()
                                                                .put(
                                                                        "deploymentSpec",
                                                                        new JsonObject()
                                                                                .put("executors", new JsonObject())))));
        String id = submitted(Account.scientist, "fraud", run(fresh("both")).put("pipeline_spec", both));
        get(Account.scientist, "fraud", "/runs/" + id)
                .then()
                .body("pipeline_spec.pipeline_spec.pipelineInfo.name", equalTo("hello"))
                .body("pipeline_spec.platform_spec.platforms.kubernetes", notNullValue());
    }

    @Test
    void aRunOfAVersionNamesIt() {
        String pipeline =
                upload(Account.scientist, "fraud", fresh("hello"), hello()).path("pipeline_id");
        String version = get(Account.scientist, "fraud", "/pipelines/" + pipeline + "/versions")
                .path("pipeline_versions[0].pipeline_version_id");
        JsonObject reference = new JsonObject().put("pipeline_id", pipeline).put("pipeline_version_id", version);
        JsonObject body = new JsonObject()
                .put("display_name", fresh("of-version"))
                .put("pipeline_version_reference", reference)
                .put("runtime_config", new JsonObject().put("parameters", new JsonObject().put("greeting", "moin")));
        String id = submitted(Account.scientist, "fraud", body);
        get(Account.scientist, "fraud", "/runs/" + id)
                .then()
                .body("pipeline_version_reference.pipeline_id", equalTo(pipeline))
                .body("pipeline_version_reference.pipeline_version_id", equalTo(version))
                .body("pipeline_spec", nullValue());
        delete(Account.scientist, "fraud", "/pipelines/" + pipeline + "/versions/" + version)
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id)
                .then()
                .body("pipeline_version_reference", nullValue())
                .body("pipeline_spec.pipelineInfo.name", equalTo("hello"));
        post(Account.scientist, "fraud", "/runs", body).then().statusCode(404).body("code", equalTo(5));
    }

    @Test
    void aVersionsNameIsFreeAgainForClientsWhenItIsDeleted() {
        String name = fresh("again");
        String pipeline = upload(Account.scientist, "fraud", name, hello()).path("pipeline_id");
        String version = get(Account.scientist, "fraud", "/pipelines/" + pipeline + "/versions")
                .path("pipeline_versions[0].pipeline_version_id");
        submitted(
                Account.scientist,
                "fraud",
                run(fresh("r"))
                        .put("pipeline_spec", new JsonObject())
                        .put(
                                "pipeline_version_reference",
                                new JsonObject().put("pipeline_id", pipeline).put("pipeline_version_id", version)));
        delete(Account.scientist, "fraud", "/pipelines/" + pipeline + "?cascade=true")
                .then()
                .statusCode(200);
        named(Account.scientist, "fraud", "/pipelines", name).then().body("pipelines", nullValue());
        String other = hello().replace("greeting, ", "greeting , ").replace("hello", "hello-again");
        String next = upload(Account.scientist, "fraud", name, other)
                .then()
                .statusCode(200)
                .extract()
                .path("pipeline_id");
        assertThat(next).isNotEqualTo(pipeline);
        get(Account.scientist, "fraud", "/pipelines/" + next + "/versions")
                .then()
                .body("pipeline_versions.display_name", equalTo(List.of(name)))
                .body("pipeline_versions[0].name", not(equalTo(name)));
    }

    @Test
    void aRunThatNamesNoExperimentIsInTheDefaultOne() {
        String id = submitted(Account.scientist, "fraud", run(fresh("default")));
        String experiment =
                named(Account.scientist, "fraud", "/experiments", "Default").path("experiments[0].experiment_id");
        get(Account.scientist, "fraud", "/runs/" + id).then().body("experiment_id", equalTo(experiment));
        get(Account.scientist, "fraud", "/runs?page_size=200&sort_by=created_at%20desc&experiment_id=" + experiment)
                .then()
                .body("runs.run_id", hasItem(id));
    }

    @Test
    void theEndIsOneThatClientsWaitFor() {
        String succeeded = submitted(Account.scientist, "fraud", run(fresh("good")));
        tell(
                runEvent(succeeded, "Running", 1_000_001),
                stepEvent(succeeded, "greet", "Running", 1_000_001).put("startedAt", "2026-09-01T00:00:11Z"));
        get(Account.scientist, "fraud", "/runs/" + succeeded)
                .then()
                .body("state", equalTo("RUNNING"))
                .body("run_details.task_details.display_name", equalTo(List.of("root", "greet")))
                .body("run_details.task_details[1].state", equalTo("RUNNING"));
        tell(
                stepEvent(succeeded, "greet", "Succeeded", 1_000_002)
                        .put("startedAt", "2026-09-01T00:00:11Z")
                        .put("finishedAt", "2026-09-01T00:00:15Z"),
                ended(succeeded, "Succeeded"));
        get(Account.scientist, "fraud", "/runs/" + succeeded)
                .then()
                .body("state", equalTo("SUCCEEDED"))
                .body("finished_at", equalTo("2026-09-01T00:01:00Z"))
                .body("error", nullValue())
                .body("state_history.state", equalTo(List.of("PENDING", "RUNNING", "SUCCEEDED")))
                .body("run_details.task_details.state", equalTo(List.of("SUCCEEDED", "SUCCEEDED")));
        String failed = submitted(Account.scientist, "fraud", run(fresh("bad")));
        tell(ended(failed, "Failed").put("reason", "StepFailed"));
        get(Account.scientist, "fraud", "/runs/" + failed)
                .then()
                .body("state", equalTo("FAILED"))
                .body("error.message", equalTo("StepFailed: it is Failed"));
        String lost = submitted(Account.scientist, "fraud", run(fresh("lost")));
        tell(ended(lost, "Lost"));
        get(Account.scientist, "fraud", "/runs/" + lost)
                .then()
                .body("state", equalTo("FAILED"))
                .body("error.message", containsString("lost"));
    }

    @Test
    void aTerminatedRunIsFailedAndSaysWhoDidIt() {
        String id = submitted(Account.scientist, "fraud", run(fresh("stop")));
        post(Account.colleague, "fraud", "/runs/" + id + ":terminate")
                .then()
                .statusCode(403)
                .body("code", equalTo(7));
        post(Account.teamAdmin, "fraud", "/runs/" + id + ":terminate").then().statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id).then().body("state", equalTo("CANCELING"));
        post(Account.scientist, "fraud", "/runs/" + id + ":terminate")
                .then()
                .statusCode(400)
                .body("code", equalTo(3));
        tell(ended(id, "Canceled"));
        get(Account.scientist, "fraud", "/runs/" + id)
                .then()
                .body("state", equalTo("FAILED"))
                .body("error.code", equalTo(1))
                .body("error.message", containsString("canceled by teamAdmin"));
        post(Account.scientist, "fraud", "/runs/" + id + ":terminate").then().statusCode(400);
    }

    @Test
    void onlyARunThatHasFailedIsRetried() {
        String id = submitted(Account.scientist, "fraud", run(fresh("retry")));
        tell(runEvent(id, "Running", 1_000_001));
        post(Account.scientist, "fraud", "/runs/" + id + ":retry")
                .then()
                .statusCode(409)
                .body("code", equalTo(10));
        tell(ended(id, "Failed"));
        post(Account.colleague, "fraud", "/runs/" + id + ":retry").then().statusCode(403);
        post(Account.scientist, "fraud", "/runs/" + id + ":retry").then().statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id)
                .then()
                .body("state", equalTo("PENDING"))
                .body("finished_at", nullValue());
        tell(runEvent(id, "Succeeded", 2_000_009).put("finishedAt", "2026-09-01T00:09:00Z"));
        post(Account.scientist, "fraud", "/runs/" + id + ":retry")
                .then()
                .statusCode(409)
                .body("code", equalTo(10));
    }

    @Test
    void aRunIsArchivedAndComesBack() {
        String name = fresh("archive");
        String id = submitted(Account.scientist, "fraud", run(name));
        post(Account.scientist, "fraud", "/runs/" + id + ":archive").then().statusCode(200);
        post(Account.scientist, "fraud", "/runs/" + id + ":archive").then().statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id).then().body("storage_state", equalTo("ARCHIVED"));
        post(Account.scientist, "fraud", "/runs/" + id + ":unarchive").then().statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id).then().body("storage_state", equalTo("AVAILABLE"));
        post(Account.colleague, "fraud", "/runs/" + id + ":archive").then().statusCode(403);
    }

    @Test
    void anArchivedExperimentTakesItsRunsAlong() {
        String experiment = experiment(Account.scientist, "fraud", fresh("exp"));
        String id = submitted(Account.scientist, "fraud", run(fresh("in")).put("experiment_id", experiment));
        post(Account.scientist, "fraud", "/experiments/" + experiment + ":archive")
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id).then().body("storage_state", equalTo("ARCHIVED"));
        delete(Account.scientist, "fraud", "/experiments/" + experiment).then().statusCode(200);
        get(Account.scientist, "fraud", "/runs/" + id).then().statusCode(200);
    }

    @Test
    void aDeletedRunIsGoneForClientsAndStaysInTheHistory() {
        String id = submitted(Account.scientist, "fraud", run(fresh("delete")));
        delete(Account.colleague, "fraud", "/runs/" + id).then().statusCode(403);
        delete(Account.scientist, "fraud", "/runs/" + id).then().statusCode(200);
        delete(Account.scientist, "fraud", "/runs/" + id).then().statusCode(404);
        get(Account.scientist, "fraud", "/runs/" + id).then().statusCode(404).body("code", equalTo(5));
        as(Account.scientist)
                .get("/api/v1/teams/fraud/runs/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("Canceling"));
    }

    @Test
    void aListIsLeanAndReadAsTheSdkReadsIt() {
        String start = fresh("list");
        for (int number = 0; number < 3; number++) {
            submitted(Account.scientist, "fraud", run(start + "-" + number));
        }
        get(Account.scientist, "fraud", "/runs?namespace=&page_token=&page_size=2&sort_by=")
                .then()
                .statusCode(200)
                .body("runs", hasSize(2))
                .body("runs.pipeline_spec", not(hasItem(notNullValue())))
                .body("next_page_token", notNullValue());
        String filter = "%7B%22predicates%22%3A%5B%7B%22operation%22%3A%22IS_SUBSTRING%22%2C%22key%22%3A%22name%22%2C"
                + "%22string_value%22%3A%22" + start + "%22%7D%2C%7B%22operation%22%3A8%2C%22key%22%3A%22state%22%2C"
                + "%22string_values%22%3A%7B%22values%22%3A%5B%22PENDING%22%5D%7D%7D%5D%7D";
        Response first =
                get(Account.scientist, "fraud", "/runs?page_size=2&sort_by=created_at%20desc&filter=" + filter);
        first.then()
                .body("runs.display_name", equalTo(List.of(start + "-2", start + "-1")))
                .body("total_size", equalTo(3));
        String token = first.path("next_page_token");
        get(Account.scientist, "fraud", "/runs?page_size=2&page_token=" + token)
                .then()
                .body("runs.display_name", equalTo(List.of(start + "-0")))
                .body("next_page_token", nullValue());
        get(Account.scientist, "fraud", "/runs?sort_by=display_name&page_token=" + token)
                .then()
                .statusCode(400)
                .body("message", containsString("another sort_by"));
    }

    @Test
    void wrongRunsAreRefusedBeforeAnythingIsWritten() {
        post(Account.scientist, "fraud", "/runs", run("x").put("bogus", 1))
                .then()
                .statusCode(400)
                .body("message", containsString("unknown field"));
        post(Account.scientist, "fraud", "/runs", run("").put("display_name", ""))
                .then()
                .statusCode(400);
        post(Account.scientist, "fraud", "/runs", new JsonObject().put("display_name", "x"))
                .then()
                .statusCode(400)
                .body("message", containsString("either pipeline_spec or pipeline_version_reference"));
        post(
                        Account.scientist,
                        "fraud",
                        "/runs",
                        run("x").put(
                                        "runtime_config",
                                        new JsonObject().put("parameters", new JsonObject().put("zz", 1))))
                .then()
                .statusCode(400)
                .body("code", equalTo(3))
                .body("message", containsString("zz"));
        post(Account.scientist, "fraud", "/runs", run("x").put("pipeline_spec", new JsonObject().put("a", 1)))
                .then()
                .statusCode(400)
                .body("code", equalTo(3));
        for (String field : List.of("run_id", "service_account")) {
            post(Account.scientist, "fraud", "/runs", run("x").put(field, "mine"))
                    .then()
                    .statusCode(501)
                    .body("code", equalTo(12));
        }
        post(
                        Account.scientist,
                        "fraud",
                        "/runs",
                        run("x").put("runtime_config", new JsonObject().put("pipeline_root", "s3://elsewhere")))
                .then()
                .statusCode(501);
        post(Account.viewer, "fraud", "/runs", run("x")).then().statusCode(403).body("code", equalTo(7));
        get(Account.scientist, "fraud", "/runs/none").then().statusCode(404);
    }
}
