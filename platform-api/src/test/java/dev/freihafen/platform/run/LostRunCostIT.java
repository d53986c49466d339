package dev.freihafen.platform.run;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.FeedFixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that its engine has lost has cost what its pods used: each pod's cores, for as long as it lasted, at 2.00 EUR. */
@QuarkusTest
class LostRunCostIT extends PlatformIT {
    @Inject
    Jdbi jdbi;

    private FollowedRun run;

    @BeforeEach
    void aRunAndAPrice() {
        jdbi.useHandle(handle ->
                handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected, rates, rate_cards"));
        as(Account.finance)
                .contentType("application/json")
                .body(new JsonObject()
                        .put(
                                "rates",
                                List.of(new JsonObject()
                                        .put("id", "cpu")
                                        .put("cluster", "*")
                                        .put("hardwareClass", "*")
                                        .put("capacityType", "*")
                                        .put("resource", "cpu")
                                        .put("price", "2.00")
                                        .put("unit", "core-hour")
                                        .put("currency", "EUR")
                                        .put("validFrom", "2026-01-01T00:00:00Z")
                                        .put("source", "demo")))
                        .encode())
                .put("/api/v1/rate-cards/demo")
                .then()
                .statusCode(201);
        run = FollowedRun.submit(RunFixtures.request().put("hardwareClass", "small"));
    }

    @Test
    void whatItsPodsCostIsKeptAndARetryAddsToIt() {
        run.comes("Running");
        pod("train", 1000, "2026-09-20T09:00:00Z", "2026-09-20T10:00:00Z", "Exact");
        pod("score", 500, "2026-09-20T09:30:00Z", "2026-09-20T10:00:00Z", "Exact");
        pod("driver", 100, "2026-09-20T08:57:00Z", "2026-09-20T09:00:00Z", "Exact");
        run.comes("Lost");
        costs("2.510000000").body("state", equalTo("Lost")).body("cost.amount", equalTo(251));
        pod("told-late", 250, "2026-09-20T10:00:00Z", "2026-09-20T12:00:00Z", "Estimated");
        costs("3.510000000").body("state", equalTo("Lost"));
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(run.path() + ":retry")
                .then()
                .statusCode(200);
        costs("3.510000000").body("state", equalTo("Accepted"));
        run.nextAttempt();
        run.comes("Running");
        pod("again", 2000, "2026-09-20T13:00:00Z", "2026-09-20T13:30:00Z", "Exact");
        run.comes("Lost");
        costs("5.510000000").body("state", equalTo("Lost")).body("attempt", equalTo(2));
    }

    private void pod(String name, int millicores, String start, String end, String quality) {
        JsonObject lasting = FeedFixtures.cpu(name + run.id(), run.id(), start, end)
                .put("workloadKind", "PipelineRun")
                .put("step", name)
                .put("quantity", millicores);
        FollowedRun.tell(FeedFixtures.ended(lasting, end, quality))
                .statusCode(200)
                .body("rejected", hasSize(0));
    }

    private ValidatableResponse costs(String exact) {
        return as(Account.viewer)
                .get(run.path())
                .then()
                .statusCode(200)
                .body("cost.exact", equalTo(exact))
                .body("cost.currency", equalTo("EUR"))
                .body("cost.unpriced", hasSize(0));
    }
}
