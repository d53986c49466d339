package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.RunState;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StepOutputsIT extends PlatformIT {
    @Inject
    StoredOutputs stored;

    private FollowedRun run;

    @BeforeEach
    void aRun() {
        run = FollowedRun.submit(RunFixtures.request());
    }

    @AfterEach
    void nobodyRefuses() {
        stored.refuse(null);
    }

    private static JsonObject outputs() {
        return new JsonObject()
                .put("parameters", new JsonObject().put("accuracy", 0.97))
                .put(
                        "artifacts",
                        List.of(new JsonObject()
                                .put("name", "metrics")
                                .put("type", "system.Metrics")
                                .put("uri", "/freihafen/run/train/metrics")
                                .put("metadata", new JsonObject().put("f1", 0.9))));
    }

    @Test
    void outputsComeWithTheEndOfAStepAndAreListedWithIt() {
        JsonObject row = run.news("train", "Succeeded").put("outputs", outputs());
        FollowedRun.tell(row).statusCode(200).body("rejected", hasSize(0));
        FollowedRun.tell(row).statusCode(200).body("rejected", hasSize(0));
        as(Account.viewer)
                .get(run.path() + "/steps")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].outputs.parameters.accuracy", equalTo(0.97f))
                .body("items[0].outputs.artifacts[0].name", equalTo("metrics"))
                .body("items[0].outputs.artifacts[0].type", equalTo("system.Metrics"))
                .body("items[0].outputs.artifacts[0].uri", equalTo("/freihafen/run/train/metrics"))
                .body("items[0].outputs.artifacts[0].metadata.f1", equalTo(0.9f))
                .body("items[0].outputs.truncated", equalTo(false));
        assertThat(stored.of(UUID.fromString(run.id()))).singleElement().satisfies(told -> {
            assertThat(told.team().name()).isEqualTo("fraud");
            assertThat(told.step()).isEqualTo("train");
            assertThat(told.attempt()).isEqualTo(1);
            assertThat(told.outputs().artifacts()).hasSize(1);
        });
    }

    @Test
    void aStepWithoutOutputsHasNone() {
        FollowedRun.tell(run.news("train", "Running")).statusCode(200).body("rejected", hasSize(0));
        as(Account.viewer).get(run.path() + "/steps").then().body("items[0].outputs", nullValue());
        assertThat(stored.of(UUID.fromString(run.id()))).isEmpty();
    }

    @Test
    void outputsThatDoNotFitAreRefusedWithTheField() {
        refused(new JsonObject().put("values", 1), "values is not a known field");
        refused(new JsonObject().put("artifacts", new JsonObject()), "outputs.artifacts must be a list");
        refused(new JsonObject().put("artifacts", List.of(new JsonObject().put("name", "m"))), "type is missing");
        refused(new JsonObject().put("parameters", List.of()), "parameters must be an object");
        refused(
                new JsonObject().put("parameters", new JsonObject().put("text", "a".repeat(65_536))),
                "outputs is larger than 65536 bytes");
        as(Account.viewer).get(run.path() + "/steps").then().body("items", hasSize(0));
    }

    private void refused(JsonObject outputs, String reason) {
        FollowedRun.tell(run.news("train", "Succeeded").put("outputs", outputs))
                .statusCode(200)
                .body("rejected[0].reason", containsString(reason));
    }

    @Test
    void whatAnObserverCannotKeepTakesTheRowBackAndNoOther() {
        FollowedRun other = FollowedRun.submit(RunFixtures.request());
        stored.refuse(UUID.fromString(run.id()));
        FollowedRun.tell(
                        run.news("train", "Succeeded").put("outputs", outputs()),
                        other.news("train", "Succeeded").put("outputs", outputs()))
                .statusCode(200)
                .body("rejected", hasSize(1))
                .body("rejected[0].reason", equalTo("the database does not take it"));
        as(Account.viewer).get(run.path() + "/steps").then().body("items", hasSize(0));
        as(Account.viewer).get(other.path() + "/steps").then().body("items[0].outputs.truncated", equalTo(false));
    }

    @Test
    void theEndOfARunIsToldOnceForEachAttempt() {
        run.comes("Running");
        JsonObject end = run.news("Failed");
        FollowedRun.tell(end).statusCode(200);
        FollowedRun.tell(end).statusCode(200);
        assertThat(stored.endsOf(UUID.fromString(run.id())))
                .extracting(RunEnded::state)
                .containsExactly(RunState.Failed);
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(run.path() + ":retry")
                .then()
                .statusCode(200);
        run.nextAttempt();
        run.comes("Running");
        run.comes("Succeeded");
        assertThat(stored.endsOf(UUID.fromString(run.id())))
                .extracting(RunEnded::state)
                .containsExactly(RunState.Failed, RunState.Succeeded);
    }
}
