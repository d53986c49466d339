package dev.freihafen.platform.usage;

import static org.hamcrest.Matchers.empty;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.TestPlatform;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Sends what operators saw, each under its own cluster's token. */
public final class OperatorFeed {
    private OperatorFeed() {}

    /** Sends a batch; the cluster that it names is the one who sends. */
    public static ValidatableResponse post(JsonObject batch) {
        return post(batch.text("cluster"), batch);
    }

    /** Sends a batch under a cluster's token, whatever cluster the batch names. */
    public static ValidatableResponse post(String cluster, JsonObject batch) {
        return RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken(cluster))
                .contentType("application/json")
                .body(batch.encode())
                .post("/api/v1/usage")
                .then();
    }

    /** Sends a batch of which every row is taken. */
    public static void send(JsonObject batch) {
        post(batch).statusCode(200).body("rejected", empty());
    }

    /** Tells how far the local cluster is known. */
    public static void watermark(String until) {
        send(FeedFixtures.batch(List.of(), until));
    }

    /** Forgets all usage and every rate. */
    public static void forget(Jdbi jdbi) {
        jdbi.useHandle(handle ->
                handle.execute("truncate usage_intervals, cluster_watermarks, usage_rejected, rates, rate_cards"));
    }
}
