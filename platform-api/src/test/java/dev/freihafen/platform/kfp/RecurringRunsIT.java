package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.delete;
import static dev.freihafen.platform.kfp.KfpRequests.experiment;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static dev.freihafen.platform.kfp.KfpRequests.spec;
import static dev.freihafen.platform.kfp.KfpRequests.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecurringRunsIT extends PlatformIT {
    private static JsonObject cron(String cron) {
        return new JsonObject().put("cron_schedule", new JsonObject().put("cron", cron));
    }

    private static JsonObject recurring(String name, JsonObject trigger) {
        return new JsonObject()
                .put("display_name", name)
                .put("pipeline_spec", spec())
                .put("runtime_config", new JsonObject().put("parameters", new JsonObject().put("greeting", "moin")))
                .put("mode", "ENABLE")
                .put("max_concurrency", "1")
                .put("trigger", trigger);
    }

    @Test
    void aRecurringRunIsAScheduleOfTheTeam() {
        String experiment = experiment(Account.scientist, "fraud", fresh("exp"));
        String name = fresh("Every night");
        String id = post(
                        Account.scientist,
                        "fraud",
                        "/recurringruns",
                        recurring(name, cron("0 30 2 ? * 1-5")).put("experiment_id", experiment))
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name))
                .body("trigger.cron_schedule.cron", equalTo("0 30 2 ? * 1-5"))
                .body("mode", equalTo("ENABLE"))
                .body("status", equalTo("ENABLED"))
                .body("max_concurrency", equalTo("1"))
                .body("no_catchup", equalTo(true))
                .body("experiment_id", equalTo(experiment))
                .extract()
                .path("recurring_run_id");
        as(Account.scientist)
                .get("/api/v1/teams/fraud/schedules?pageSize=200")
                .then()
                .body("items.name", hasItem(Names.ofSchedule(name)))
                .body("items.find { it.name == '" + Names.ofSchedule(name) + "' }.cron", equalTo("30 2 * * 1-5"));
        post(Account.scientist, "fraud", "/recurringruns/" + id + ":disable")
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/recurringruns/" + id)
                .then()
                .body("status", equalTo("DISABLED"))
                .body("mode", equalTo("DISABLE"));
        post(Account.colleague, "fraud", "/recurringruns/" + id + ":enable")
                .then()
                .statusCode(403);
        post(Account.scientist, "fraud", "/recurringruns/" + id + ":enable")
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/recurringruns?page_size=200&experiment_id=" + experiment)
                .then()
                .body("recurringRuns.recurring_run_id", hasItem(id));
        get(Account.scientistRouting, "routing", "/recurringruns/" + id).then().statusCode(404);
        get(Account.scientistRouting, "routing", "/recurringruns")
                .then()
                .body("recurringRuns.recurring_run_id", not(hasItem(id)));
        post(Account.colleague, "fraud", "/recurringruns", recurring(name, cron("0 3 * * *")))
                .then()
                .statusCode(409)
                .body("code", equalTo(6));
        delete(Account.scientist, "fraud", "/recurringruns/" + id).then().statusCode(200);
        get(Account.scientist, "fraud", "/recurringruns/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo(5));
    }

    @Test
    void aVersionThatARecurringRunStartsIsNotDeleted() {
        String pipeline = upload(Account.scientist, "fraud", fresh("hello"), KfpRequests.hello())
                .path("pipeline_id");
        String version = get(Account.scientist, "fraud", "/pipelines/" + pipeline + "/versions")
                .path("pipeline_versions[0].pipeline_version_id");
        JsonObject body = recurring(fresh("nightly"), cron("0 3 * * *"))
                .put("pipeline_spec", new JsonObject())
                .put(
                        "pipeline_version_reference",
                        new JsonObject().put("pipeline_id", pipeline).put("pipeline_version_id", version));
        String id = post(Account.scientist, "fraud", "/recurringruns", body)
                .then()
                .statusCode(200)
                .body("pipeline_version_reference.pipeline_version_id", equalTo(version))
                .extract()
                .path("recurring_run_id");
        delete(Account.scientist, "fraud", "/pipelines/" + pipeline + "/versions/" + version)
                .then()
                .statusCode(409)
                .body("message", containsString("Recurring runs start it"));
        delete(Account.scientist, "fraud", "/recurringruns/" + id).then().statusCode(200);
        delete(Account.scientist, "fraud", "/pipelines/" + pipeline + "?cascade=true")
                .then()
                .statusCode(200);
    }

    @Test
    void whatASchedulesCannotDoIsSaidAndNotIgnored() {
        refused(recurring("x", cron("*/5 * * * * *")), 501, "full minutes");
        refused(recurring("x", cron("zz")), 400, "cron");
        refused(recurring("x", new JsonObject()), 400, "either cron_schedule or periodic_schedule");
        refused(
                recurring(
                        "x",
                        new JsonObject()
                                .put(
                                        "cron_schedule",
                                        new JsonObject()
                                                .put("cron", "0 3 * * *")
                                                .put("start_time", "2026-11-25T00:00:00Z"))),
                501,
                "start_time");
        refused(recurring("x", cron("0 3 * * *")).put("max_concurrency", "3"), 501, "max_concurrency");
        refused(recurring("x", cron("0 3 * * *")).put("max_concurrency", "0"), 400, "max_concurrency");
        refused(recurring("x", cron("0 3 * * *")).put("service_account", "mine"), 501, "service_account");
        refused(recurring("", cron("0 3 * * *")), 400, "display_name");
    }

    private static void refused(JsonObject body, int status, String words) {
        post(Account.scientist, "fraud", "/recurringruns", body)
                .then()
                .statusCode(status)
                .body("message", containsString(words));
    }
}
