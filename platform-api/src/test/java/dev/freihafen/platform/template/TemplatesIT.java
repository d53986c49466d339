package dev.freihafen.platform.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class TemplatesIT extends PlatformIT {
    private static final String TEMPLATES = "/api/v1/pipeline-templates";

    @Inject
    ObjectMapper json;

    static Stream<String> names() {
        return Templates.NAMES.stream();
    }

    @Test
    void everyTemplateThereIsIsListed() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("../deploy/examples/templates"))) {
            List<String> there =
                    folders.map(folder -> folder.getFileName().toString()).toList();
            assertThat(Templates.NAMES).containsExactlyInAnyOrderElementsOf(there);
        }
        as(Account.stranger)
                .get(TEMPLATES)
                .then()
                .statusCode(200)
                .body("items.name", equalTo(Templates.NAMES))
                .body("items.title", hasItems("Train, evaluate, register"));
        as(Account.stranger).get(TEMPLATES + "/nothing").then().statusCode(404);
    }

    @Test
    void aTemplateSaysWhatItCanBeGiven() {
        as(Account.viewer)
                .get(TEMPLATES + "/batch-scoring")
                .then()
                .statusCode(200)
                .body("source", containsString("@dsl.pipeline"))
                .body("parameters.find { it.name == 'endpoint' }.required", equalTo(true))
                .body("parameters.find { it.name == 'rows' }.required", equalTo(false))
                .body("parameters.find { it.name == 'rows' }.defaultValue", equalTo(5000.0f))
                .body("parameters.find { it.name == 'rows' }.type", equalTo("NUMBER_INTEGER"));
        as(Account.viewer).get(TEMPLATES + "/scheduled-retraining").then().body("schedule.cron", equalTo("30 2 * * *"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aTemplateIsPutQuotedSubmittedAndScheduledAsItSays(String name) throws IOException {
        JsonPath template = as(Account.scientist).get(TEMPLATES + "/" + name).jsonPath();
        as(Account.scientist)
                .contentType("application/yaml")
                .body(template.getString("ir").getBytes(StandardCharsets.UTF_8))
                .put("/api/v1/teams/fraud/pipelines/" + name + "/versions/1")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201))
                .body("digest", startsWith("sha256:"));
        ObjectNode whole = (ObjectNode)
                json.readTree(as(Account.scientist).get(TEMPLATES + "/" + name).asString());
        ObjectNode run = (ObjectNode) whole.get("run");
        run.put("pipeline", name).put("version", "1").put("hardwareClass", "small");
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(run.toString())
                .post("/api/v1/teams/fraud/runs:quote")
                .then()
                .statusCode(200)
                .body("pipeline", equalTo(name));
        as(Account.scientist)
                .contentType("application/json")
                .body(run.toString())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(201);
        ObjectNode schedule = whole.has("schedule")
                ? (ObjectNode) whole.get("schedule")
                : json.createObjectNode().put("cron", "0 0 1 1 *");
        schedule.set("run", run);
        as(Account.scientist)
                .contentType("application/json")
                .body(schedule.toString())
                .queryParam("dryRun", "true")
                .put("/api/v1/teams/fraud/schedules/" + name)
                .then()
                .statusCode(200);
    }
}
