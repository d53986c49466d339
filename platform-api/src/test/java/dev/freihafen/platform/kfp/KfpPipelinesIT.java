package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.kfp.KfpRequests.delete;
import static dev.freihafen.platform.kfp.KfpRequests.fresh;
import static dev.freihafen.platform.kfp.KfpRequests.get;
import static dev.freihafen.platform.kfp.KfpRequests.hello;
import static dev.freihafen.platform.kfp.KfpRequests.named;
import static dev.freihafen.platform.kfp.KfpRequests.post;
import static dev.freihafen.platform.kfp.KfpRequests.upload;
import static dev.freihafen.platform.kfp.KfpRequests.uploadVersion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KfpPipelinesIT extends PlatformIT {
    @Test
    void anUploadMakesAPipelineWithAFirstVersionOfItsName() {
        String name = fresh("hello");
        String id = upload(Account.scientist, "fraud", name, hello())
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name))
                .body("description", equalTo("d"))
                .extract()
                .path("pipeline_id");
        named(Account.scientist, "fraud", "/pipelines", name)
                .then()
                .body("pipelines.pipeline_id", equalTo(java.util.List.of(id)));
        get(Account.scientist, "fraud", "/pipelines/names/" + name).then().body("pipeline_id", equalTo(id));
        String version = get(
                        Account.scientist, "fraud", "/pipelines/" + id + "/versions?page_token=&page_size=10&sort_by=")
                .then()
                .statusCode(200)
                .body("pipeline_versions", hasSize(1))
                .body("pipeline_versions[0].display_name", equalTo(name))
                .body("pipeline_versions[0].pipeline_spec", nullValue())
                .extract()
                .path("pipeline_versions[0].pipeline_version_id");
        get(Account.viewer, "fraud", "/pipelines/" + id + "/versions/" + version)
                .then()
                .statusCode(200)
                .body("pipeline_spec.pipelineInfo.name", equalTo("hello"))
                .body("pipeline_spec.root", notNullValue());
    }

    @Test
    void aVersionIsUploadedOnceUnderItsName() {
        String id = upload(Account.scientist, "fraud", fresh("hello"), hello()).path("pipeline_id");
        uploadVersion(Account.scientist, "fraud", id, "v2", hello())
                .then()
                .statusCode(200)
                .body("name", equalTo("v2"))
                .body("pipeline_id", equalTo(id))
                .body("pipeline_spec.schemaVersion", equalTo("2.1.0"));
        uploadVersion(Account.scientist, "fraud", id, "v2", hello())
                .then()
                .statusCode(409)
                .body("error_message", containsString("v2 already exists"))
                .body("error_details", notNullValue());
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        String name = fresh("hello");
        upload(Account.scientist, "fraud", name, hello()).then().statusCode(200);
        upload(Account.colleague, "fraud", name, hello())
                .then()
                .statusCode(409)
                .body("error_message", containsString("already exists"));
        upload(Account.scientistRouting, "routing", name, hello()).then().statusCode(200);
    }

    @Test
    void aNameThatPeopleGiveIsKeptAsTheyGaveIt() {
        String name = fresh("My Pipeline (v2)!");
        String id = upload(Account.scientist, "fraud", name, hello())
                .then()
                .statusCode(200)
                .body("display_name", equalTo(name))
                .extract()
                .path("pipeline_id");
        named(Account.scientist, "fraud", "/pipelines", name).then().body("pipelines.pipeline_id", hasItem(id));
    }

    @Test
    void whatWasPutByRestIsThereAndTheOtherWayRound() {
        String name = fresh("put");
        as(Account.scientist)
                .contentType("application/yaml")
                .body(hello().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/api/v1/teams/fraud/pipelines/" + name + "/versions/1")
                .then()
                .statusCode(201);
        String id = named(Account.scientist, "fraud", "/pipelines", name).path("pipelines[0].pipeline_id");
        get(Account.scientist, "fraud", "/pipelines/" + id + "/versions")
                .then()
                .body("pipeline_versions.name", equalTo(java.util.List.of("1")));
        uploadVersion(Account.scientist, "fraud", id, "2", hello()).then().statusCode(200);
        as(Account.scientist)
                .get("/api/v1/teams/fraud/pipelines/" + name + "/versions/2")
                .then()
                .statusCode(200)
                .body("createdBy", equalTo("scientist"));
    }

    @Test
    void anUploadThatIsNoPipelineIsRefusedWithEachFault() {
        upload(Account.scientist, "fraud", fresh("bad"), "not: a pipeline")
                .then()
                .statusCode(400)
                .body("error_message", notNullValue())
                .body("error_details", containsString("$"));
        upload(Account.scientist, "fraud", fresh("bad"), "").then().statusCode(400);
        upload(Account.scientist, "fraud", fresh("bad"), "#" + "x".repeat(2 << 20))
                .then()
                .statusCode(413)
                .body("error_message", containsString("bytes"));
        KfpRequests.as(Account.scientist)
                .multiPart("other", "x")
                .post(KfpRequests.root("fraud") + "/pipelines/upload?name=x")
                .then()
                .statusCode(400)
                .body("error_message", containsString("uploadfile"));
        KfpRequests.as(Account.scientist)
                .queryParam("name", fresh("tags"))
                .queryParam("tags", "{\"a\":\"b\"}")
                .multiPart("uploadfile", "p.yaml", hello().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(KfpRequests.root("fraud") + "/pipelines/upload")
                .then()
                .statusCode(501);
        uploadVersion(Account.scientist, "fraud", "5f3b1a1e-0000-4000-8000-000000000000", "v", hello())
                .then()
                .statusCode(404);
        upload(Account.viewer, "fraud", fresh("bad"), hello()).then().statusCode(403);
    }

    @Test
    void foreignIdsAreNotThere() {
        String id = upload(Account.scientist, "fraud", fresh("ours"), hello()).path("pipeline_id");
        String version = get(Account.scientist, "fraud", "/pipelines/" + id + "/versions")
                .path("pipeline_versions[0].pipeline_version_id");
        get(Account.scientistRouting, "routing", "/pipelines/" + id).then().statusCode(404);
        get(Account.scientistRouting, "routing", "/pipelines/" + id + "/versions")
                .then()
                .statusCode(404);
        get(Account.scientistRouting, "routing", "/pipelines/" + id + "/versions/" + version)
                .then()
                .statusCode(404);
        delete(Account.scientistRouting, "routing", "/pipelines/" + id + "/versions/" + version)
                .then()
                .statusCode(404);
        uploadVersion(Account.scientistRouting, "routing", id, "v2", hello())
                .then()
                .statusCode(404);
    }

    @Test
    void aPipelineIsDeletedAfterItsVersionsOrWithThem() {
        String name = fresh("gone");
        String id = upload(Account.scientist, "fraud", name, hello()).path("pipeline_id");
        delete(Account.scientist, "fraud", "/pipelines/" + id)
                .then()
                .statusCode(400)
                .body("message", containsString("cascade=true"));
        String version = get(Account.scientist, "fraud", "/pipelines/" + id + "/versions")
                .path("pipeline_versions[0].pipeline_version_id");
        delete(Account.colleague, "fraud", "/pipelines/" + id + "/versions/" + version)
                .then()
                .statusCode(403);
        delete(Account.scientist, "fraud", "/pipelines/" + id + "/versions/" + version)
                .then()
                .statusCode(200);
        delete(Account.scientist, "fraud", "/pipelines/" + id).then().statusCode(200);
        get(Account.scientist, "fraud", "/pipelines/" + id).then().statusCode(404);
        String again = upload(Account.scientist, "fraud", name, hello()).path("pipeline_id");
        assertThat(again).isNotEqualTo(id);
        delete(Account.colleague, "fraud", "/pipelines/" + again + "?cascade=true")
                .then()
                .statusCode(403);
        delete(Account.teamAdmin, "fraud", "/pipelines/" + again + "?cascade=true")
                .then()
                .statusCode(200);
    }

    @Test
    void aPipelineWithoutAVersionIsMade() {
        String name = fresh("empty");
        String id = post(Account.scientist, "fraud", "/pipelines", new JsonObject().put("display_name", name))
                .then()
                .statusCode(200)
                .extract()
                .path("pipeline_id");
        assertThat(get(Account.scientist, "fraud", "/pipelines/" + id + "/versions")
                        .asString())
                .isEqualTo("{}");
        post(Account.scientist, "fraud", "/pipelines/" + id + "/versions", new JsonObject())
                .then()
                .statusCode(501)
                .body("code", equalTo(12));
    }
}
