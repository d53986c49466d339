package dev.freihafen.platform.team;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.cpu;
import static dev.freihafen.platform.usage.FeedFixtures.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A team that is deleted and made again under its name is another team. */
@QuarkusTest
class TeamMadeAgainIT extends PlatformIT {
    private static final String TEAM = "/api/v1/teams/again";

    @Test
    void itSeesNothingOfTheOneBeforeItAndFinanceSeesAll() throws Exception {
        String first = make();
        String run = submit().then().statusCode(201).extract().path("id");
        as(Account.scientist)
                .contentType("application/yaml")
                .body(RunFixtures.hello().getBytes(StandardCharsets.UTF_8))
                .put(TEAM + "/pipelines/hello/versions/1")
                .then()
                .statusCode(201);
        send("old", first, madeAt());
        as(Account.scientist)
                .get(TEAM + "/costs?to=2099-01-01")
                .then()
                .body("items.workloadName", equalTo(List.of("old")));
        unmake();
        Thread.sleep(1100);

        String second = make();
        assertThat(second).isNotEqualTo(first);
        send("new", second, madeAt());

        as(Account.scientist).get(TEAM + "/runs").then().statusCode(200).body("items", empty());
        as(Account.scientist).get(TEAM + "/runs/" + run).then().statusCode(404);
        as(Account.scientist).get(TEAM + "/runs/" + run + "/steps").then().statusCode(404);
        as(Account.scientist).get(TEAM + "/pipelines").then().body("items", empty());
        as(Account.scientist).get(TEAM + "/pipelines/hello/versions/1").then().statusCode(404);
        as(Account.scientist)
                .get(TEAM + "/costs?to=2099-01-01")
                .then()
                .body("items.workloadName", equalTo(List.of("new")));
        as(Account.finance)
                .get(TEAM + "/costs?to=2099-01-01")
                .then()
                .body("items", hasSize(2))
                .body("items.workloadName", hasItem("old"));
        submit().then().statusCode(201);
        as(Account.scientist)
                .contentType("application/yaml")
                .body((RunFixtures.hello() + "\n# another text\n").getBytes(StandardCharsets.UTF_8))
                .put(TEAM + "/pipelines/hello/versions/1")
                .then()
                .statusCode(201);
    }

    private static Response submit() {
        return as(Account.scientist)
                .contentType("application/json")
                .header("Idempotency-Key", "the-same-key")
                .body(RunFixtures.request().encode())
                .post(TEAM + "/runs");
    }

    private static void send(String workload, String teamUid, Instant at) {
        String start = at.toString();
        String seen = at.plusSeconds(1).toString();
        RestAssured.given()
                .auth()
                .oauth2(TestPlatform.issuer().operatorToken("local"))
                .contentType("application/json")
                .body(batch(List.of(ended(cpu(workload + teamUid, workload, start, seen), seen, "Exact")
                                .put("team", "again")
                                .put("teamUid", teamUid)))
                        .encode())
                .post("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("rejected", empty());
    }

    private static String make() {
        try (KubernetesClient client = TestPlatform.client()) {
            team(client, "again", new Member("fraud-editors", TeamRole.Editor));
            String uid = client.resources(Team.class)
                    .withName("again")
                    .get()
                    .getMetadata()
                    .getUid();
            eventually(() -> as(Account.scientist).get(TEAM).statusCode() == 200);
            return uid;
        }
    }

    private static Instant madeAt() {
        try (KubernetesClient client = TestPlatform.client()) {
            return Instant.parse(client.resources(Team.class)
                            .withName("again")
                            .get()
                            .getMetadata()
                            .getCreationTimestamp())
                    .truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private static void unmake() {
        try (KubernetesClient client = TestPlatform.client()) {
            client.resources(Team.class).withName("again").delete();
        }
        eventually(() -> as(Account.scientist).get(TEAM).statusCode() == 404);
    }
}
