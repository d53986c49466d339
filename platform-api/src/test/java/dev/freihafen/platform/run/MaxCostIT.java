package dev.freihafen.platform.run;

import static dev.freihafen.platform.cost.RateFixtures.putCard;
import static dev.freihafen.platform.cost.RateFixtures.rate;
import static dev.freihafen.platform.testing.Eventually.eventually;
import static dev.freihafen.platform.usage.OperatorFeed.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.platform.ledger.WatermarkAdvanced;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import dev.freihafen.platform.usage.FeedFixtures;
import dev.freihafen.platform.usage.OperatorFeed;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A core costs 6.00 EUR an hour; the step asks for half of one. */
@QuarkusTest
class MaxCostIT extends PlatformIT {
    @Inject
    Jdbi jdbi;

    @Inject
    MaxCostWatch watch;

    @BeforeEach
    void rates() {
        OperatorFeed.forget(jdbi);
        putCard(
                        "demo",
                        rate("cpu", "cpu", "6.00", "core-hour"),
                        rate("memory", "memory", "0", "GiB-hour").put("source", "free"))
                .statusCode(201);
    }

    private static JsonObject request(String amount, String currency) {
        // No other test tells how long the steps of a pipeline of this name took.
        return RunFixtures.request(RunFixtures.hello().replace("name: hello", "name: max-cost"))
                .put("hardwareClass", "small")
                .put("maxCost", new JsonObject().put("amount", amount).put("currency", currency));
    }

    private static ValidatableResponse submit(JsonObject request) {
        return as(Account.scientist)
                .contentType("application/json")
                .body(request.encode())
                .post(FollowedRun.RUNS)
                .then();
    }

    @Test
    void aRunWhoseQuoteIsAboveItIsRefusedWithTheFigures() {
        submit(request("100.00", "EUR").put("deadline", "40h"))
                .statusCode(422)
                .body("detail", containsString("low 0.00, expected 120.00, high 120.00 EUR"))
                .body("errors.path", equalTo(List.of("maxCost.amount")));
        as(Account.scientist)
                .contentType("application/json")
                .body(request("100.00", "EUR").put("deadline", "40h").encode())
                .post(FollowedRun.RUNS + "?dryRun=true")
                .then()
                .statusCode(422);
        submit(request("120.00", "EUR").put("deadline", "40h"))
                .statusCode(201)
                .body("maxCost.amount", equalTo("120.00"))
                .body("maxCost.currency", equalTo("EUR"));
        submit(request("120.00", "USD").put("deadline", "40h"))
                .statusCode(422)
                .body("errors.path", equalTo(List.of("maxCost.currency")));
    }

    @Test
    void aRunWhoseTimeCanOnlyBeKnownLaterIsTaken() {
        submit(request("0.01", "EUR")).statusCode(201);
    }

    @Test
    void aRunThatHasCostItIsStoppedOnceAndNotTriedAgain() {
        FollowedRun run = FollowedRun.submit(request("2.50", "EUR"));
        run.comes("Running");
        FollowedRun cheaper = FollowedRun.submit(request("500", "EUR"));
        cheaper.comes("Running");
        costs(run, "2026-09-20T10:00:00Z");
        costs(cheaper, "2026-09-20T10:00:00Z");
        watermark("2026-09-20T09:49:59Z");
        watermark("2026-09-20T09:50:00Z");
        eventually(() -> stop(run) != null);
        PipelineRunSpec.Stop stop = Objects.requireNonNull(stop(run));
        assertThat(stop.reason()).isEqualTo("MaxCostExceeded");
        assertThat(stop.message())
                .isEqualTo("By 2026-09-20T09:50:00Z the run has cost 2.5 EUR, its maxCost is 2.50 EUR.");
        as(Account.viewer)
                .get(run.path())
                .then()
                .body("state", equalTo("Running"))
                .body("reason", equalTo("MaxCostExceeded"));
        watermark("2026-09-20T10:00:00Z");
        run.comes("Failed");
        watermark("2026-09-20T10:10:00Z");
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(run.path() + ":retry")
                .then()
                .statusCode(409)
                .body("detail", containsString("Submit a new run with a higher maxCost"));
        assertThat(stop(run)).isEqualTo(stop);
        assertThat(stop(cheaper)).isNull();
    }

    @Test
    void theCostOfARunIsThatOfAllItsAttempts() {
        FollowedRun run = FollowedRun.submit(request("6.01", "EUR"));
        run.comes("Failed");
        ended("first" + run.id(), run);
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(run.path() + ":retry")
                .then()
                .statusCode(200);
        run.nextAttempt();
        run.comes("Running");
        ended("second" + run.id(), run);
        watermark("2026-09-20T10:00:00Z");
        as(Account.viewer).get(run.path()).then().body("cost.exact", equalTo("6.000000000"));
        assertThat(stop(run)).isNull();
        ended("third" + run.id(), run);
        watermark("2026-09-20T10:00:01Z");
        eventually(() -> stop(run) != null);
    }

    @Test
    void aClusterIsLookedAtAlthoughAnotherIsKnownFurtherMeanwhile() {
        FollowedRun run = FollowedRun.submit(request("2.50", "EUR"));
        run.comes("Running");
        costs(run, "2026-09-20T10:00:00Z");
        jdbi.useHandle(
                handle -> handle.execute("insert into cluster_watermarks values ('local', '2026-09-20T10:00:00Z')"));
        Instant until = Instant.parse("2026-09-20T10:00:00Z");
        jdbi.useTransaction(others -> {
            others.execute("lock table runs");
            watch.on(new WatermarkAdvanced("far", until.minusSeconds(30)));
            eventually(this::someoneWaitsForRuns);
            watch.on(new WatermarkAdvanced("local", until));
            watch.on(new WatermarkAdvanced("far", until));
        });
        eventually(() -> stop(run) != null);
    }

    private boolean someoneWaitsForRuns() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select count(*) > 0 from pg_locks where relation = cast('runs' as regclass) and not granted
                        """).mapTo(Boolean.class).one());
    }

    private static void ended(String pod, FollowedRun run) {
        FollowedRun.tell(FeedFixtures.ended(
                                FeedFixtures.cpu(pod, run.id(), "2026-09-20T09:00:00Z", "2026-09-20T10:00:00Z"),
                                "2026-09-20T10:00:00Z",
                                "Exact")
                        .put("workloadKind", "PipelineRun")
                        .put("quantity", 500))
                .statusCode(200)
                .body("rejected", hasSize(0));
    }

    private static void costs(FollowedRun run, String lastSeen) {
        FollowedRun.tell(FeedFixtures.cpu("pod" + run.id(), run.id(), "2026-09-20T09:00:00Z", lastSeen)
                        .put("workloadKind", "PipelineRun")
                        .put("quantity", 500))
                .statusCode(200);
    }

    private static PipelineRunSpec.@Nullable Stop stop(FollowedRun run) {
        try (KubernetesClient client = TestPlatform.client()) {
            return Objects.requireNonNull(client.resources(PipelineRun.class)
                            .inNamespace("team-fraud")
                            .withName(run.id())
                            .get())
                    .getSpec()
                    .stop();
        }
    }
}
