package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Requests as the kfp SDK sends them. */
final class KfpRequests {
    private KfpRequests() {}

    /** The surface of a team. */
    static String root(String team) {
        return "/kfp/" + team + "/apis/v2beta1";
    }

    static RequestSpecification as(Account account) {
        return RestAssured.given().auth().oauth2(account.token()).urlEncodingEnabled(true);
    }

    static Response get(Account account, String team, String path) {
        return as(account).urlEncodingEnabled(false).get(root(team) + path);
    }

    static Response post(Account account, String team, String path, JsonObject body) {
        return as(account)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body.encode())
                .post(root(team) + path);
    }

    static Response post(Account account, String team, String path) {
        return as(account).urlEncodingEnabled(false).post(root(team) + path);
    }

    static Response delete(Account account, String team, String path) {
        return as(account).urlEncodingEnabled(false).delete(root(team) + path);
    }

    /** What the SDK asks before it creates anything: is there one of that name? */
    static Response named(Account account, String team, String path, String name) {
        String filter =
                "{\"predicates\": [{\"operation\": 1, \"key\": \"display_name\", \"stringValue\": \"" + name + "\"}]}";
        return as(account)
                .queryParam("filter", filter)
                .queryParam("namespace", "")
                .get(root(team) + path);
    }

    static Response upload(Account account, String team, String name, String ir) {
        return as(account)
                .queryParam("name", name)
                .queryParam("description", "d")
                .multiPart(
                        "uploadfile", "pipeline.yaml", ir.getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .post(root(team) + "/pipelines/upload");
    }

    static Response uploadVersion(Account account, String team, String pipelineId, String name, String ir) {
        return as(account)
                .queryParam("name", name)
                .queryParam("pipelineid", pipelineId)
                .multiPart(
                        "uploadfile", "pipeline.yaml", ir.getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .post(root(team) + "/pipelines/upload_version");
    }

    static String experiment(Account account, String team, String name) {
        return post(account, team, "/experiments", new JsonObject().put("display_name", name))
                .then()
                .statusCode(200)
                .extract()
                .path("experiment_id");
    }

    /** A name that no other test has. */
    static String fresh(String start) {
        return start + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static String hello() {
        return RunFixtures.hello();
    }

    /** The same compiled pipeline as the SDK sends it with a run. */
    static JsonNode spec() {
        return Specs.json(RunFixtures.hello());
    }

    /** A run as the SDK submits it. */
    static JsonObject run(String name) {
        return new JsonObject()
                .put("display_name", name)
                .put("pipeline_spec", spec())
                .put("runtime_config", new JsonObject().put("parameters", new JsonObject().put("greeting", "moin")));
    }

    /** Submits a run; its id. */
    static String submitted(Account account, String team, JsonObject body) {
        Response answer = post(account, team, "/runs", body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("run_id");
    }
}
