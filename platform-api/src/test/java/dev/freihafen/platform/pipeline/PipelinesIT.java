package dev.freihafen.platform.pipeline;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.freihafen.api.v1alpha1.ClusterProfile;
import dev.freihafen.api.v1alpha1.ClusterProfileStatus;
import dev.freihafen.api.v1alpha1.KubeflowPipelines;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PipelinesIT extends PlatformIT {
    private static final String PIPELINES = "/api/v1/teams/fraud/pipelines";

    private static ValidatableResponse put(String name, String version, String ir) {
        return as(Account.scientist)
                .contentType("application/yaml")
                .body(ir.getBytes(StandardCharsets.UTF_8))
                .put(PIPELINES + "/" + name + "/versions/" + version)
                .then();
    }

    @Test
    void aVersionNeverChanges() {
        put("greeter", "1", RunFixtures.hello()).statusCode(201).body("digest", startsWith("sha256:"));
        put("greeter", "1", "# another layout of the same\n" + RunFixtures.hello())
                .statusCode(200);
        put("greeter", "1", RunFixtures.hello().replace("echo", "printf"))
                .statusCode(409)
                .body("detail", containsString("versions never change"));
        put("greeter", "2", RunFixtures.hello().replace("echo", "printf")).statusCode(201);
        as(Account.viewer)
                .get(PIPELINES + "/greeter/versions")
                .then()
                .body("items.version", equalTo(List.of("1", "2")));
        as(Account.viewer).get(PIPELINES).then().body("items.name", hasItem("greeter"));
        as(Account.viewer)
                .get(PIPELINES + "/greeter/versions/1/ir")
                .then()
                .statusCode(200)
                .body(equalTo(RunFixtures.hello()));
        as(Account.scientistRouting)
                .get(PIPELINES + "/greeter/versions/1")
                .then()
                .statusCode(404);
    }

    @Test
    void aVersionIsRunByName() {
        put("runner", "v1.0", RunFixtures.hello()).statusCode(201);
        as(Account.scientist)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("pipeline", "runner")
                        .put("version", "v1.0")
                        .put("parameters", new JsonObject().put("greeting", "moin"))
                        .encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(201)
                .body("pipeline", equalTo("runner"))
                .body("version", equalTo("v1.0"));
    }

    @Test
    void aPipelineThatTheEngineCannotRunIsRefusedWithTheFeature() throws IOException {
        String importer = Files.readString(Path.of("../deploy/examples/engine/importer.yaml"));
        put("imported", "1", importer)
                .statusCode(422)
                .body("type", equalTo("urn:freihafen:problem:engine-unsupported"))
                .body("errors.message.join(' ')", containsString("import"));
        as(Account.scientist).get(PIPELINES + "/imported/versions/1").then().statusCode(404);
    }

    @Test
    void whereTheClusterHasKubeflowPipelinesWhatOnlyThatRunsIsTaken() throws IOException {
        String importer = Files.readString(Path.of("../deploy/examples/engine/importer.yaml"));
        ClusterProfile profile = new ClusterProfile();
        profile.getMetadata().setName("cluster");
        try (KubernetesClient client = TestPlatform.client()) {
            ClusterProfile made = client.resource(profile).create();
            made.setStatus(new ClusterProfileStatus(
                    "unknown",
                    null,
                    null,
                    null,
                    List.of(),
                    List.of("kfp@2.17.0"),
                    new KubeflowPipelines("http://ml-pipeline.kubeflow.svc:8888", "2.17.0"),
                    null,
                    List.of()));
            client.resource(made).updateStatus();
            eventually(() -> put("by-kfp", "1", importer).extract().statusCode() < 400);
        } finally {
            try (KubernetesClient client = TestPlatform.client()) {
                client.resource(profile).delete();
            }
        }
        eventually(() -> put("by-kfp", "2", importer).extract().statusCode() == 422);
    }

    @Test
    void theExampleOfThePlatformIsTaken() throws IOException {
        put("digits", "1", Files.readString(Path.of("../deploy/examples/digits/pipeline.yaml")))
                .statusCode(201);
    }

    @Test
    void aDeletedPipelineIsGoneAndAVersionThatRunsNameNeverStandsForAnother() {
        String other = RunFixtures.hello().replace("echo", "printf");
        put("deleted", "1", RunFixtures.hello()).statusCode(201);
        put("deleted", "2", RunFixtures.hello()).statusCode(201);
        as(Account.scientist)
                .contentType("application/json")
                .body(new JsonObject()
                        .put("pipeline", "deleted")
                        .put("version", "1")
                        .put("parameters", new JsonObject().put("greeting", "moin"))
                        .encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(201);
        as(Account.viewer).delete(PIPELINES + "/deleted").then().statusCode(403);
        as(Account.colleague).delete(PIPELINES + "/deleted").then().statusCode(403);
        as(Account.scientist).delete(PIPELINES + "/deleted").then().statusCode(204);
        as(Account.scientist).delete(PIPELINES + "/deleted").then().statusCode(404);
        as(Account.viewer).get(PIPELINES + "/deleted/versions").then().body("items", hasSize(0));
        as(Account.viewer).get(PIPELINES + "/deleted/versions/1").then().statusCode(404);
        as(Account.viewer).get(PIPELINES + "?pageSize=200").then().body("items.name", not(hasItem("deleted")));
        put("deleted", "1", other).statusCode(409).body("detail", containsString("versions never change"));
        put("deleted", "2", other).statusCode(201);
        put("deleted", "1", RunFixtures.hello()).statusCode(201);
        as(Account.viewer)
                .get(PIPELINES + "/deleted/versions")
                .then()
                .body("items.version", equalTo(List.of("1", "2")));
        as(Account.teamAdmin).delete(PIPELINES + "/deleted/versions/1").then().statusCode(204);
        as(Account.viewer).get(PIPELINES + "/deleted/versions").then().body("items.version", equalTo(List.of("2")));
    }

    @Test
    void namesAreChecked() {
        put("Greeter", "1", RunFixtures.hello()).statusCode(422);
        put("greeter", "a b", RunFixtures.hello()).statusCode(422);
    }
}
