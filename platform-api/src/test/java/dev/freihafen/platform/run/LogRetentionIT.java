package dev.freihafen.platform.run;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.usage.FeedFixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogRetentionIT extends PlatformIT {
    @Inject
    LogRetention retention;

    @Inject
    Jdbi jdbi;

    private FollowedRun ended(int daysAgo) {
        FollowedRun run = FollowedRun.submit(RunFixtures.request());
        FollowedRun.tell(
                        run.news("train", "Succeeded"),
                        FeedFixtures.log(run.id(), "train", 0, false, "moin "),
                        FeedFixtures.log(run.id(), "train", 1, true, "moin\n"),
                        run.news("Succeeded"))
                .statusCode(200)
                .body("rejected", hasSize(0));
        jdbi.useHandle(handle -> handle.execute(
                "update runs set finished_at = now() - make_interval(days => ?) where id = ?",
                daysAgo,
                UUID.fromString(run.id())));
        return run;
    }

    private static ValidatableResponse log(FollowedRun run) {
        return as(Account.viewer).get(run.path() + "/steps/train/logs").then();
    }

    @Test
    void logsOutliveTheirPodsAndEndThirtyDaysAfterTheirRun() {
        FollowedRun old = ended(31);
        FollowedRun recent = ended(29);
        FollowedRun running = FollowedRun.submit(RunFixtures.request());
        FollowedRun.tell(
                        running.news("train", "Running"),
                        FeedFixtures.log(running.id(), "train", 0, false, "at work\n"))
                .statusCode(200);
        log(old).statusCode(200).body(equalTo("moin moin\n"));
        retention.sweep();
        log(old).statusCode(404).body("detail", containsString("kept for 30 days after a run's end"));
        log(recent).statusCode(200).body(equalTo("moin moin\n"));
        log(running).statusCode(200).body(equalTo("at work\n"));
        as(Account.viewer).get(old.path()).then().statusCode(200).body("state", equalTo("Succeeded"));
        as(Account.viewer).get(old.path() + "/steps").then().body("items", hasSize(1));
    }
}
