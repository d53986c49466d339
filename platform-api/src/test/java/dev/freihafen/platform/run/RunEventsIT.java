package dev.freihafen.platform.run;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunEventsIT extends PlatformIT {
    @Inject
    Jdbi jdbi;

    private FollowedRun run;

    @BeforeEach
    void aRun() {
        run = FollowedRun.submit(RunFixtures.request());
    }

    private static List<String> words(EventReader reader) {
        return reader.events().stream()
                .map(event -> event.id() + " " + event.name() + " "
                        + io.restassured.path.json.JsonPath.from(event.data()).getString("state"))
                .toList();
    }

    @Test
    void whatBecomesOfARunIsToldInOrderUntilItsEnd() throws Exception {
        try (EventReader reader = new EventReader(Account.viewer, run.path(), null)) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.type()).startsWith("text/event-stream");
            eventually(() -> !reader.events().isEmpty());
            run.comes("Pending");
            FollowedRun.tell(run.news("train", "Running"), run.news("Running")).statusCode(200);
            FollowedRun.tell(run.news("train", "Succeeded")).statusCode(200);
            assertThat(reader.hasEnded()).isFalse();
            run.comes("Succeeded");
            eventually(reader::hasEnded);
            assertThat(words(reader))
                    .containsExactly(
                            "1 run Accepted",
                            "2 run Pending",
                            "3 run Running",
                            "4 step Running",
                            "5 step Succeeded",
                            "6 run Succeeded");
            assertThat(reader.events().get(4).data())
                    .startsWith("{\"at\":\"")
                    .contains("\"step\":\"train\"", "\"attempt\":1");
        }
        try (EventReader again = new EventReader(Account.viewer, run.path(), null)) {
            eventually(again::hasEnded);
            assertThat(words(again)).hasSize(6);
        }
    }

    @Test
    void theEndIsToldAfterTheStepsThatCameWithIt() throws Exception {
        run.comes("Running");
        FollowedRun.tell(run.news("Succeeded"), run.news("train", "Succeeded")).statusCode(200);
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "2")) {
            eventually(reader::hasEnded);
            assertThat(words(reader)).containsExactly("3 step Succeeded", "4 run Succeeded");
        }
    }

    @Test
    void aStepThatIsToldOfAfterTheEndKeepsNobodyWaiting() throws Exception {
        run.comes("Succeeded");
        FollowedRun.tell(run.news("train", "Succeeded")).statusCode(200);
        for (String last : new String[] {null, "1", "2"}) {
            try (EventReader reader = new EventReader(Account.viewer, run.path(), last)) {
                eventually(reader::hasEnded);
                assertThat(words(reader)).last().isEqualTo("3 step Succeeded");
            }
        }
    }

    @Test
    void whoComesBackGoesOnAfterTheLastThatHeHas() throws Exception {
        run.comes("Pending");
        run.comes("Running");
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "2")) {
            eventually(() -> !reader.events().isEmpty());
            run.comes("Failed");
            eventually(reader::hasEnded);
            assertThat(words(reader)).containsExactly("3 run Running", "4 run Failed");
        }
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "4")) {
            assertThat(reader.status()).isEqualTo(204);
        }
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "nonsense")) {
            assertThat(reader.status()).isEqualTo(400);
        }
        as(Account.scientist)
                .urlEncodingEnabled(false)
                .post(run.path() + ":retry")
                .then()
                .statusCode(200);
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "4")) {
            run.nextAttempt();
            run.comes("Succeeded");
            eventually(reader::hasEnded);
            assertThat(words(reader)).contains("5 run Accepted").last().isEqualTo("6 run Succeeded");
        }
    }

    @Test
    void aCancelIsToldAtOnce() throws Exception {
        try (EventReader reader = new EventReader(Account.scientist, run.path(), "1")) {
            as(Account.scientist)
                    .urlEncodingEnabled(false)
                    .post(run.path() + ":cancel")
                    .then()
                    .statusCode(200);
            eventually(() -> !reader.events().isEmpty());
            assertThat(words(reader)).containsExactly("2 run Canceling");
        }
    }

    @Test
    void anEndWhoseEventsAreGoneIsToldByItself() throws Exception {
        run.comes("Failed");
        jdbi.useHandle(handle -> handle.execute("delete from run_events where run_id = ?", UUID.fromString(run.id())));
        try (EventReader reader = new EventReader(Account.viewer, run.path(), null)) {
            eventually(reader::hasEnded);
            assertThat(words(reader)).containsExactly("0 run Failed");
        }
        try (EventReader reader = new EventReader(Account.viewer, run.path(), "0")) {
            assertThat(reader.status()).isEqualTo(204);
        }
    }

    @Test
    void aForeignRunCannotBeFollowed() throws Exception {
        try (EventReader reader = new EventReader(Account.scientistRouting, run.path(), null)) {
            assertThat(reader.status()).isEqualTo(404);
        }
    }

    @Test
    void oneCallerFollowsOnlySoManyRuns() throws Exception {
        List<EventReader> readers = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            readers.add(new EventReader(Account.colleague, run.path(), null));
        }
        try (EventReader further = new EventReader(Account.colleague, run.path(), null);
                EventReader ofAnother = new EventReader(Account.viewer, run.path(), null)) {
            assertThat(readers).extracting(EventReader::status).containsOnly(200);
            assertThat(further.status()).isEqualTo(503);
            assertThat(ofAnother.status()).isEqualTo(200);
        }
        run.comes("Succeeded");
        eventually(() -> readers.stream().allMatch(EventReader::hasEnded));
        try (EventReader reader = new EventReader(Account.colleague, run.path(), null)) {
            assertThat(reader.status()).isEqualTo(200);
        }
        for (EventReader reader : readers) {
            reader.close();
        }
    }

    @Test
    void aQuietStreamShowsSignsOfLifeUntilTheCallerMayNotReadAnyMore() throws Exception {
        String name = "e" + UUID.randomUUID().toString().substring(0, 8);
        try (KubernetesClient client = TestPlatform.client()) {
            team(client, name, new Member("fraud-editors", TeamRole.Editor));
            String runs = "/api/v1/teams/" + name + "/runs";
            eventually(() -> as(Account.scientist).get(runs).statusCode() == 200);
            String id = as(Account.scientist)
                    .contentType("application/json")
                    .body(RunFixtures.request().encode())
                    .post(runs)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            try (EventReader reader = new EventReader(Account.scientist, runs + "/" + id, null)) {
                eventually(() -> !reader.comments().isEmpty());
                assertThat(reader.hasEnded()).isFalse();
                client.resources(Team.class).withName(name).edit(team -> {
                    team.setSpec(new TeamSpec(
                            "Team", null, List.of(new Member("others", TeamRole.Editor)), null, null, null));
                    return team;
                });
                eventually(() -> as(Account.scientist).get(runs).statusCode() == 404);
                eventually(reader::hasEnded);
            }
        }
    }
}
