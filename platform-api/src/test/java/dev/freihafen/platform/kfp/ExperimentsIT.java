package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.delete;
import static dev.freihafen.platform.kfp.KfpRequests.experiment;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.named;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExperimentsIT extends PlatformIT {
    @Test
    void theSurfaceAnswersItsMembers() {
        get(Account.scientist, "fraud", "/healthz").then().statusCode(200).body("multi_user", equalTo(false));
        get(Account.viewer, "fraud", "/healthz").then().statusCode(200);
        get(Account.scientistRouting, "fraud", "/healthz")
                .then()
                .statusCode(404)
                .body("code", equalTo(5));
        RestAssured.get("/kfp/fraud/apis/v2beta1/healthz")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .body("code", equalTo(16));
    }

    @Test
    void whatIsNotThereIsAnEmptyAnswerAndNoError() {
        Response answer = named(Account.scientist, "fraud", "/experiments", fresh("none"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("{}");
    }

    @Test
    void anExperimentIsMadeFoundAndShown() {
        String name = fresh("exp");
        post(
                        Account.scientist,
                        "fraud",
                        "/experiments",
                        new JsonObject()
                                .put("displayName", name)
                                .put("description", "d")
                                .put("namespace", ""))
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name))
                .body("description", equalTo("d"))
                .body("storage_state", equalTo("AVAILABLE"))
                .body("last_run_created_at", nullValue());
        String id = named(Account.scientist, "fraud", "/experiments", name)
                .then()
                .body("experiments", hasSize(1))
                .body("total_size", equalTo(1))
                .extract()
                .path("experiments[0].experiment_id");
        get(Account.viewer, "fraud", "/experiments/" + id)
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name));
    }

    @Test
    void aNameIsThereOnceInATeamAndAgainInAnother() {
        String name = fresh("both");
        String ours = experiment(Account.scientist, "fraud", name);
        post(Account.colleague, "fraud", "/experiments", new JsonObject().put("display_name", name))
                .then()
                .statusCode(409)
                .body("code", equalTo(6))
                .body("message", containsString("already exists"))
                .body("details[0].'@type'", equalTo("type.googleapis.com/google.rpc.Status"));
        String theirs = experiment(Account.scientistRouting, "routing", name);
        assertThat(theirs).isNotEqualTo(ours);
        get(Account.scientistRouting, "routing", "/experiments/" + ours)
                .then()
                .statusCode(404)
                .body("code", equalTo(5));
        named(Account.scientist, "fraud", "/experiments", name)
                .then()
                .body("experiments.experiment_id", equalTo(List.of(ours)));
    }

    @Test
    void aForeignNamespaceIsForbidden() {
        get(Account.scientist, "fraud", "/experiments?namespace=routing")
                .then()
                .statusCode(403)
                .body("code", equalTo(7));
        get(Account.scientist, "fraud", "/experiments?namespace=fraud").then().statusCode(200);
        get(Account.scientist, "fraud", "/experiments?namespace=team-fraud")
                .then()
                .statusCode(200);
        post(
                        Account.scientist,
                        "fraud",
                        "/experiments",
                        new JsonObject().put("display_name", fresh("x")).put("namespace", "routing"))
                .then()
                .statusCode(403);
    }

    @Test
    void wrongRequestsAreToldInTheDialectOfKfp() {
        post(Account.scientist, "fraud", "/experiments", new JsonObject().put("bogus", 1))
                .then()
                .statusCode(400)
                .body("code", equalTo(3))
                .body("message", containsString("unknown field \"bogus\""));
        post(Account.scientist, "fraud", "/experiments", new JsonObject())
                .then()
                .statusCode(400);
        post(Account.scientist, "fraud", "/experiments", new JsonObject().put("display_name", "x".repeat(129)))
                .then()
                .statusCode(400);
        KfpRequests.as(Account.scientist)
                .contentType("application/json")
                .body("{\"display_name\":")
                .post(KfpRequests.root("fraud") + "/experiments")
                .then()
                .statusCode(400)
                .body("code", equalTo(3));
        get(Account.scientist, "fraud", "/experiments/none").then().statusCode(404);
        get(Account.scientist, "fraud", "/experiments?sort_by=zz").then().statusCode(400);
        get(Account.scientist, "fraud", "/nothing")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("code", equalTo(5));
        KfpRequests.as(Account.scientist)
                .put(KfpRequests.root("fraud") + "/experiments")
                .then()
                .statusCode(501)
                .body("code", equalTo(12));
        post(Account.viewer, "fraud", "/experiments", new JsonObject().put("display_name", fresh("x")))
                .then()
                .statusCode(403)
                .body("code", equalTo(7));
    }

    @Test
    void aListIsReadPageByPage() {
        String start = fresh("page");
        for (int number = 0; number < 5; number++) {
            experiment(Account.scientist, "fraud", start + "-" + number);
        }
        String filter = "%7B%22predicates%22%3A%5B%7B%22operation%22%3A9%2C%22key%22%3A%22display_name%22%2C"
                + "%22string_value%22%3A%22" + start + "%22%7D%5D%7D";
        String query = "/experiments?page_size=2&sort_by=display_name%20desc&filter=" + filter;
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            Response page = get(Account.scientist, "fraud", query + "&page_token=" + token);
            page.then().statusCode(200).body("total_size", equalTo(5));
            names.addAll(page.jsonPath().getList("experiments.display_name"));
            token = page.path("next_page_token");
        } while (token != null);
        assertThat(names).containsExactly(start + "-4", start + "-3", start + "-2", start + "-1", start + "-0");
    }

    @Test
    void anExperimentIsArchivedAndDeletedByItsOwnerOrAnAdmin() {
        String id = experiment(Account.scientist, "fraud", fresh("mine"));
        post(Account.colleague, "fraud", "/experiments/" + id + ":archive")
                .then()
                .statusCode(403)
                .body("code", equalTo(7));
        post(Account.scientist, "fraud", "/experiments/" + id + ":archive")
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/experiments/" + id).then().body("storage_state", equalTo("ARCHIVED"));
        post(Account.teamAdmin, "fraud", "/experiments/" + id + ":unarchive")
                .then()
                .statusCode(200);
        get(Account.scientist, "fraud", "/experiments/" + id).then().body("storage_state", equalTo("AVAILABLE"));
        delete(Account.colleague, "fraud", "/experiments/" + id).then().statusCode(403);
        delete(Account.scientist, "fraud", "/experiments/" + id).then().statusCode(200);
        get(Account.scientist, "fraud", "/experiments/" + id).then().statusCode(404);
    }
}
