package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people get wrong when they submit a run: each its own problem, and nothing half-made. */
@QuarkusTest
class BadInputIT extends PlatformIT {
    private static final String CYCLE = """
            components:
              comp-a: {executorLabel: exec-a}
              comp-b: {executorLabel: exec-b}
            deploymentSpec:
              executors:
                exec-a: {container: {image: localhost/freihafen/ml:0.1.0, command: [echo, a]}}
                exec-b: {container: {image: localhost/freihafen/ml:0.1.0, command: [echo, b]}}
            pipelineInfo: {name: cycle}
            root:
              dag:
                tasks:
                  a: {componentRef: {name: comp-a}, dependentTasks: [b], taskInfo: {name: a}}
                  b: {componentRef: {name: comp-b}, dependentTasks: [a], taskInfo: {name: b}}
            schemaVersion: 2.1.0
            sdkVersion: kfp-2.17.3
            """;

    /** One row of the table. */
    enum Case {
        notYaml(
                "fraud",
                RunFixtures.request("{ this: [is no yaml"),
                422,
                "pipeline-unreadable",
                "neither YAML nor JSON",
                "not readable"),
        unknownSchemaVersion(
                "fraud",
                RunFixtures.request(RunFixtures.hello().replace("schemaVersion: 2.1.0", "schemaVersion: 9.9.9")),
                422,
                "schema-version-unknown",
                "compile it with kfp 2",
                "9.9.9"),
        cyclicDag("fraud", RunFixtures.request(CYCLE), 422, "pipeline-cyclic", "take away one dependency", "cycl"),
        missingParameter(
                "fraud",
                RunFixtures.request().put("parameters", new JsonObject()),
                422,
                "parameter-missing",
                "needs parameters",
                "is missing"),
        mistypedParameter(
                "fraud",
                RunFixtures.request().put("parameters", new JsonObject().put("greeting", 7)),
                422,
                "validation-failed",
                "parameters do not fit",
                "must be"),
        twoMebibytes(
                "fraud", RunFixtures.request("#" + "x".repeat(2 << 20)), 413, "payload-too-large", "2097153 bytes", ""),
        largerThanTheResource(
                "fraud",
                RunFixtures.request(RunFixtures.hello() + "#" + "x".repeat(300_000)),
                413,
                "payload-too-large",
                "custom resource",
                ""),
        unknownTeam("nobody", RunFixtures.request(), 404, "not-found", "no team nobody", ""),
        foreignTeam("routing", RunFixtures.request(), 404, "not-found", "no team routing", ""),
        unknownField(
                "fraud",
                RunFixtures.request().put("urgency", 1),
                400,
                "bad-request",
                "urgency is not known",
                "known are"),
        neitherPipelineNorIr(
                "fraud", new JsonObject(), 422, "validation-failed", "Correct", "give pipeline and version"),
        unknownVersion(
                "fraud",
                new JsonObject().put("pipeline", "nothing").put("version", "1"),
                422,
                "validation-failed",
                "no version 1 of a pipeline nothing",
                "is not known"),
        unknownHardwareClass(
                "fraud",
                RunFixtures.request().put("hardwareClass", "enormous"),
                422,
                "validation-failed",
                "no hardware class enormous",
                "is not known"),
        badDeadline("fraud", RunFixtures.request().put("deadline", "soon"), 422, "validation-failed", "Correct", "90m");

        final String team;
        final JsonObject body;
        final int status;
        final String type;
        final String detail;
        final String error;

        Case(String team, JsonObject body, int status, String type, String detail, String error) {
            this.team = team;
            this.body = body;
            this.status = status;
            this.type = type;
            this.detail = detail;
            this.error = error;
        }
    }

    @Inject
    Jdbi jdbi;

    private int rows() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select (select count(*) from runs) + (select count(*) from idempotency_keys)")
                .mapTo(Integer.class)
                .one());
    }

    private static int resources() {
        try (KubernetesClient client = TestPlatform.client()) {
            return client.resources(PipelineRun.class)
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .size();
        }
    }

    private void leavesNothing(Runnable request) {
        int rows = rows();
        int resources = resources();
        request.run();
        assertThat(rows()).as("rows of runs and keys").isEqualTo(rows);
        assertThat(resources()).as("custom resources").isEqualTo(resources);
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultIsItsOwnProblemAndLeavesNothing(Case bad) {
        leavesNothing(() -> {
            ValidatableResponse answer = as(Account.scientist)
                    .contentType("application/json")
                    .header("Idempotency-Key", "bad-" + bad.name())
                    .body(bad.body.encode())
                    .post("/api/v1/teams/" + bad.team + "/runs")
                    .then()
                    .statusCode(bad.status)
                    .contentType("application/problem+json")
                    .body("status", equalTo(bad.status))
                    .body("type", equalTo("urn:freihafen:problem:" + bad.type))
                    .body("title", org.hamcrest.Matchers.not(org.hamcrest.Matchers.emptyOrNullString()))
                    .body("detail", containsString(bad.detail));
            if (!bad.error.isEmpty()) {
                answer.body("errors.message.join(' ')", containsString(bad.error));
            }
        });
    }

    @Test
    void anExpiredTokenIsRefused() {
        String expired = TestPlatform.issuer().accessToken(Account.scientist, claims -> {
            claims.setIssuedAt(org.jose4j.jwt.NumericDate.fromSeconds(1_700_000_000));
            claims.setExpirationTime(org.jose4j.jwt.NumericDate.fromSeconds(1_700_000_600));
        });
        leavesNothing(() -> RestAssured.given()
                .auth()
                .oauth2(expired)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:freihafen:problem:unauthenticated")));
    }

    @Test
    void aViewerMayNotSubmit() {
        leavesNothing(() -> as(Account.viewer)
                .contentType("application/json")
                .body(RunFixtures.request().encode())
                .post("/api/v1/teams/fraud/runs")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:freihafen:problem:forbidden")));
    }
}
