package dev.freihafen.platform.run;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunRetryIT extends PlatformIT {
    @Inject
    SwitchableRunTarget target;

    @Inject
    HandoverQueue queue;

    @Inject
    TeamDirectory teams;

    private FollowedRun run;

    @BeforeEach
    void aRun() {
        run = FollowedRun.submit(RunFixtures.request());
    }

    @AfterEach
    void clusterIsBack() {
        target.away(false);
    }

    private ValidatableResponse act(Account account, String verb) {
        return as(account).urlEncodingEnabled(false).post(run.path() + verb).then();
    }

    private ValidatableResponse shown() {
        return as(Account.viewer).get(run.path()).then().statusCode(200);
    }

    private PipelineRunSpec spec() {
        try (KubernetesClient client = TestPlatform.client()) {
            return Objects.requireNonNull(client.resources(PipelineRun.class)
                            .inNamespace("team-fraud")
                            .withName(run.id())
                            .get())
                    .getSpec();
        }
    }

    @Test
    void aFailedRunIsTriedAgainUnderItsId() {
        run.comes("Running");
        act(Account.scientist, ":retry").statusCode(409).body("detail", containsString("it is Running"));
        run.comes("Failed");
        act(Account.scientist, ":retry")
                .statusCode(200)
                .body("id", equalTo(run.id()))
                .body("attempt", equalTo(2))
                .body("state", equalTo("Accepted"))
                .body("finishedAt", nullValue());
        assertThat(spec().attempt()).isEqualTo(2);
        act(Account.scientist, ":retry").statusCode(409);
        run.nextAttempt();
        run.comes("Running");
        shown().body("state", equalTo("Running")).body("attempt", equalTo(2));
        run.comes("Succeeded");
        act(Account.scientist, ":retry").statusCode(409).body("detail", containsString("has succeeded"));
        assertThat(spec().attempt()).isEqualTo(2);
    }

    @Test
    void whatIsStillToldOfTheAttemptBeforeChangesNothing() {
        JsonObject late = run.news("Running");
        run.comes("Failed");
        act(Account.scientist, ":retry").statusCode(200);
        FollowedRun.tell(late, run.news("Failed")).statusCode(200);
        shown().body("state", equalTo("Accepted")).body("attempt", equalTo(2));
    }

    @Test
    void aCanceledRunIsTriedAgainWithoutItsCancel() {
        act(Account.scientist, ":cancel").statusCode(200);
        assertThat(spec().cancelRequested()).isTrue();
        act(Account.scientist, ":retry").statusCode(409).body("detail", containsString("it is Canceling"));
        run.comes("Canceled");
        act(Account.scientist, ":retry").statusCode(200).body("state", equalTo("Accepted"));
        assertThat(spec().cancelRequested()).isFalse();
        assertThat(spec().attempt()).isEqualTo(2);
        act(Account.scientist, ":cancel").statusCode(200).body("state", equalTo("Canceling"));
        assertThat(spec().cancelRequested()).isTrue();
    }

    @Test
    void onlyTheOwnerAndAdminsRetry() {
        run.comes("Lost");
        act(Account.viewer, ":retry").statusCode(403);
        act(Account.colleague, ":retry").statusCode(403);
        act(Account.scientistRouting, ":retry").statusCode(404);
        act(Account.teamAdmin, ":retry").statusCode(200);
        assertThat(spec().attempt()).isEqualTo(2);
    }

    @Test
    void withoutAClusterAnAttemptIsKeptAndToldLater() {
        run.comes("Failed");
        target.away(true);
        act(Account.scientist, ":retry")
                .statusCode(200)
                .body("state", equalTo("Accepted"))
                .body("reason", equalTo("HandoverPending"));
        assertThat(spec().attempt()).isEqualTo(1);
        target.away(false);
        eventually(() -> spec().attempt() == 2);
        eventually(() -> shown().extract().path("reason") == null);
    }

    @Test
    void anAttemptThatTheClusterNeverHeardOfIsNotCounted() {
        run.comes("Failed");
        target.away(true);
        act(Account.scientist, ":retry").statusCode(200).body("attempt", equalTo(2));
        Clock dayAfter = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
        new RunHandover(queue, target, teams, dayAfter).sweep();
        shown().body("state", equalTo("Failed")).body("reason", equalTo("HandoverExpired"));
        target.away(false);
        act(Account.scientist, ":retry").statusCode(200).body("attempt", equalTo(2));
        eventually(() -> spec().attempt() == 2);
        run.nextAttempt();
        run.comes("Succeeded");
        shown().body("state", equalTo("Succeeded"));
    }

    @Test
    void anAttemptOfARunThatIsGoneFromTheClusterFails() {
        run.comes("Failed");
        try (KubernetesClient client = TestPlatform.client()) {
            client.resources(PipelineRun.class)
                    .inNamespace("team-fraud")
                    .withName(run.id())
                    .delete();
        }
        act(Account.scientist, ":retry").statusCode(200).body("state", equalTo("Failed"));
        shown().body("reason", equalTo("AttemptRefused")).body("message", containsString("Submit the run anew"));
    }

    @Test
    void labelsAndPriorityReachTheCluster() {
        FollowedRun labelled = FollowedRun.submit(RunFixtures.request()
                .put("labels", new JsonObject().put("project", "atlas"))
                .put("priority", -7));
        run = labelled;
        assertThat(spec().labels()).containsEntry("project", "atlas");
        assertThat(spec().priority()).isEqualTo(-7);
        shown().body("labels.project", equalTo("atlas")).body("priority", equalTo(-7));
        as(Account.scientist)
                .contentType("application/json")
                .body(RunFixtures.request().put("priority", 101).encode())
                .post(FollowedRun.RUNS)
                .then()
                .statusCode(422)
                .body("errors.path", equalTo(List.of("priority")));
    }
}
