package dev.freihafen.platform.run;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunComparisonIT extends PlatformIT {
    private static FollowedRun run(String greeting, Object accuracy) {
        FollowedRun run =
                FollowedRun.submit(RunFixtures.request().put("parameters", new JsonObject().put("greeting", greeting)));
        JsonObject metrics = new JsonObject()
                .put("name", "metrics")
                .put("type", "system.Metrics")
                .put("metadata", new JsonObject().put("accuracy", accuracy).put("curve", new JsonObject()));
        JsonObject model = new JsonObject()
                .put("name", "model")
                .put("type", "system.Model")
                .put("metadata", new JsonObject().put("framework", "scikit-learn"));
        FollowedRun.tell(
                        run.news("train", "Succeeded")
                                .put("outputs", new JsonObject().put("artifacts", List.of(metrics, model))),
                        run.news("Succeeded").put("finishedAt", "2026-09-01T00:01:10Z"))
                .statusCode(200);
        return run;
    }

    private static ValidatableResponse compare(Account account, String... ids) {
        return as(account)
                .urlEncodingEnabled(false)
                .queryParam("ids", Arrays.stream(ids).collect(Collectors.joining(",")))
                .get("/api/v1/teams/fraud/runs:compare")
                .then();
    }

    @Test
    void runsStandSideBySide() {
        FollowedRun one = run("moin", 0.9);
        FollowedRun other = run("hello", 0.95);
        FollowedRun running = FollowedRun.submit(RunFixtures.request());
        compare(Account.viewer, one.id(), other.id(), running.id())
                .statusCode(200)
                .body("runs.id", contains(one.id(), other.id(), running.id()))
                .body("runs[0].seconds", equalTo(60))
                .body("runs[0].cost.amount", equalTo(0))
                .body("runs[2].seconds", nullValue())
                .body("parameters.size()", equalTo(1))
                .body("parameters[0].name", equalTo("greeting"))
                .body("parameters[0].values", contains("moin", "hello", "moin"))
                .body("parameters[0].differs", equalTo(true))
                .body("metrics.size()", equalTo(1))
                .body("metrics[0].step", equalTo("train"))
                .body("metrics[0].name", equalTo("accuracy"))
                .body("metrics[0].values", contains(0.9f, 0.95f, null))
                .body("metrics[0].differs", equalTo(true));
        compare(Account.viewer, one.id(), run("moin", 0.9).id())
                .body("parameters[0].differs", equalTo(false))
                .body("metrics[0].differs", equalTo(false));
    }

    @Test
    void twoToTenRunsOfTheTeamAreCompared() {
        FollowedRun one = run("moin", 0.9);
        compare(Account.viewer, one.id()).statusCode(422).body("errors.path", contains("ids"));
        compare(Account.viewer, one.id(), one.id()).statusCode(422);
        compare(
                        Account.viewer,
                        IntStream.range(0, 11)
                                .mapToObj(number -> UUID.randomUUID().toString())
                                .toArray(String[]::new))
                .statusCode(422);
        compare(Account.viewer, one.id(), UUID.randomUUID().toString()).statusCode(404);
        compare(Account.viewer, one.id(), "nonsense").statusCode(404);
        compare(Account.scientistRouting, one.id(), one.id()).statusCode(404);
        compare(Account.finance, one.id(), one.id()).statusCode(403);
    }
}
