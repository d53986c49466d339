package dev.freihafen.platform.schedule;

import static dev.freihafen.platform.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.run.RunFixtures;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SchedulesIT extends ScheduleIT {
    @Test
    void aScheduleIsMadeChangedReadAndDeleted() {
        put(Account.scientist, name, body("30 2 * * 1-5").put("zone", "Europe/Berlin"))
                .statusCode(201)
                .body("owner", equalTo("scientist"))
                .body("concurrency", equalTo("Allow"))
                .body("catchUp", equalTo(false))
                .body("paused", equalTo(false))
                .body("nextAt", notNullValue())
                .body("last", nullValue());
        String id = get().extract().path("id");
        put(Account.scientist, name, body("0 3 * * *").put("concurrency", "Forbid"))
                .statusCode(200)
                .body("id", equalTo(id))
                .body("cron", equalTo("0 3 * * *"))
                .body("zone", equalTo("UTC"));
        get().statusCode(200).body("run.parameters.greeting", equalTo("moin"));
        as(Account.viewer)
                .get(SCHEDULES + "?pageSize=200")
                .then()
                .body("items.name", hasItem(name))
                .body("items.find { it.name == '" + name + "' }.run.ir", nullValue());
        act(Account.scientist, ":pause")
                .statusCode(200)
                .body("paused", equalTo(true))
                .body("nextAt", nullValue());
        act(Account.scientist, ":resume").statusCode(200).body("nextAt", notNullValue());
        as(Account.scientist).delete(SCHEDULES + "/" + name).then().statusCode(204);
        get().statusCode(404);
        as(Account.scientist).delete(SCHEDULES + "/" + name).then().statusCode(404);
    }

    @Test
    void whatIsWrongIsNamed() {
        put(Account.scientist, name, body("* * * *")).statusCode(422).body("errors.path", contains("cron"));
        put(Account.scientist, name, body("0 0 31 2 *"))
                .statusCode(422)
                .body("errors.message", contains("names a time that never comes"));
        put(Account.scientist, name, body("0 0 * * *").put("zone", "Mars/Olympus"))
                .statusCode(422)
                .body("errors.path", contains("zone"));
        put(Account.scientist, "Night_ly", body("0 0 * * *")).statusCode(422).body("errors.path", contains("name"));
        put(
                        Account.scientist,
                        name,
                        new JsonObject().put("cron", "0 0 * * *").put("run", new JsonObject().put("pipeline", "p")))
                .statusCode(422)
                .body("errors.path", contains("version"));
        put(Account.scientist, name, new JsonObject().put("cron", "0 0 * * *"))
                .statusCode(422)
                .body("errors.path", contains("run"));
        put(Account.scientist, name, body("0 0 * * *").put("concurrency", "Sometimes"))
                .statusCode(400);
        get().statusCode(404);
    }

    @Test
    void aDryRunWritesNothing() {
        as(Account.scientist)
                .contentType("application/json")
                .body(body("0 0 * * *").encode())
                .put(SCHEDULES + "/" + name + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("nextAt", notNullValue());
        get().statusCode(404);
    }

    @Test
    void onlyTheOwnerAndAdminsChangeASchedule() {
        put(Account.viewer, name, body("0 0 * * *")).statusCode(403);
        put(Account.scientist, name, body("0 0 * * *")).statusCode(201);
        put(Account.colleague, name, body("0 1 * * *")).statusCode(403);
        act(Account.colleague, ":pause").statusCode(403);
        as(Account.colleague).delete(SCHEDULES + "/" + name).then().statusCode(403);
        as(Account.scientistRouting).get(SCHEDULES + "/" + name).then().statusCode(404);
        put(Account.teamAdmin, name, body("0 1 * * *")).statusCode(200).body("owner", equalTo("scientist"));
    }

    @Test
    void aTimeStartsARunOfTheOwnerAndTheNextTimeWaits() {
        put(Account.scientist, name, body("0 0 1 1 *")).statusCode(201);
        Instant time = nextAt();
        tickAt(time.minusSeconds(1));
        firings().body("items", hasSize(0));
        tickAt(time.plusSeconds(1));
        tickAt(time.plusSeconds(2));
        firings()
                .body("items", hasSize(1))
                .body("items[0].outcome", equalTo("Started"))
                .body("items[0].at", equalTo(time.toString()));
        String run = firings().extract().path("items[0].run");
        as(Account.viewer)
                .get("/api/v1/teams/fraud/runs/" + run)
                .then()
                .statusCode(200)
                .body("owner", equalTo("scientist"))
                .body("schedule", equalTo(name))
                .body("scheduledFor", equalTo(time.toString()))
                .body("labels.kind", equalTo("nightly"));
        as(Account.viewer)
                .get("/api/v1/teams/fraud/runs?schedule=" + name)
                .then()
                .body("items.id", contains(run));
        get().body("last.run", equalTo(run));
        assertThat(nextAt()).isAfter(time.plus(Duration.ofDays(364)));
    }

    @Test
    void missedTimesAreMadeUpForOnlyWhereThatIsAskedFor() {
        put(Account.scientist, name, body("0 0 1 * *")).statusCode(201);
        Instant time = nextAt();
        tickAt(time.plus(Duration.ofDays(1)));
        firings()
                .body("items", hasSize(1))
                .body("items[0].outcome", equalTo("Skipped"))
                .body("items[0].reason", equalTo("Missed"))
                .body("items[0].run", nullValue());
        String other = name + "-2";
        put(Account.scientist, other, body("0 0 * * *").put("catchUp", true)).statusCode(201);
        tickAt(nextAt(other).plus(Duration.ofDays(3)));
        as(Account.viewer)
                .get(SCHEDULES + "/" + other + "/firings?pageSize=3")
                .then()
                .body("items.outcome", contains("Started", "Started", "Started"))
                .body("nextPageToken", notNullValue());
    }

    @Test
    void whileARunGoesOnItIsForbiddenReplacedOrAllowedToStartAnother() {
        String forbid = name + "-f";
        String replace = name + "-r";
        put(Account.scientist, name, body("0 0 1 1 *")).statusCode(201);
        put(Account.scientist, forbid, body("0 0 1 1 *").put("concurrency", "Forbid"))
                .statusCode(201);
        put(Account.scientist, replace, body("0 0 1 1 *").put("concurrency", "Replace"))
                .statusCode(201);
        Instant first = nextAt();
        tickAt(first.plusSeconds(1));
        Instant second = nextAt();
        tickAt(second.plusSeconds(1));
        firings().body("items.outcome", contains("Started", "Started"));
        firings(forbid)
                .body("items.outcome", contains("Skipped", "Started"))
                .body("items[0].reason", equalTo("StillRunning"));
        firings(replace).body("items.outcome", contains("Started", "Started"));
        List<String> states = List.of(
                state(firings(replace).extract().path("items[0].run")),
                state(firings(replace).extract().path("items[1].run")),
                state(firings().extract().path("items[1].run")));
        assertThat(states).containsExactly("Accepted", "Canceling", "Accepted");
        as(Account.viewer)
                .get("/api/v1/teams/fraud/runs/" + firings(replace).extract().<String>path("items[1].run"))
                .then()
                .body("canceledBy", equalTo("schedule " + replace));
    }

    private static String state(String run) {
        return as(Account.viewer).get("/api/v1/teams/fraud/runs/" + run).path("state");
    }

    @Test
    void aRunThatIsRefusedIsToldWithTheReason() {
        as(Account.scientist)
                .contentType("application/yaml")
                .body(RunFixtures.hello().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/api/v1/teams/fraud/pipelines/" + name + "/versions/1")
                .then()
                .statusCode(201);
        JsonObject run = new JsonObject()
                .put("pipeline", name)
                .put("version", "1")
                .put("parameters", new JsonObject().put("greeting", "moin"));
        put(Account.scientist, name, new JsonObject().put("cron", "0 0 1 1 *").put("run", run))
                .statusCode(201);
        as(Account.scientist)
                .delete("/api/v1/teams/fraud/pipelines/" + name)
                .then()
                .statusCode(409)
                .body("detail", containsString(name));
        jdbi.useHandle(handle -> handle.execute("delete from pipeline_versions where pipeline = ?", name));
        tickAt(nextAt().plusSeconds(1));
        firings()
                .body("items[0].outcome", equalTo("Refused"))
                .body("items[0].message", containsString("has no version 1 of a pipeline " + name));
    }

    @Test
    void aScheduleWhoseOwnerLostItsRoleStartsNothing() {
        String team = "s" + UUID.randomUUID().toString().substring(0, 8);
        String schedules = "/api/v1/teams/" + team + "/schedules/nightly";
        try (KubernetesClient client = TestPlatform.client()) {
            team(client, team, new Member("fraud-editors", TeamRole.Editor));
            eventually(() -> as(Account.scientist).get("/api/v1/teams/" + team).statusCode() == 200);
            as(Account.scientist)
                    .contentType("application/json")
                    .body(body("0 0 1 1 *").encode())
                    .put(schedules)
                    .then()
                    .statusCode(201);
            client.resources(Team.class).withName(team).edit(there -> {
                there.setSpec(new TeamSpec(
                        "Team", null, List.of(new Member("fraud-editors", TeamRole.Viewer)), null, null, null));
                return there;
            });
            eventually(() -> as(Account.scientist)
                            .contentType("application/json")
                            .body(body("0 0 1 1 *").encode())
                            .put(schedules)
                            .statusCode()
                    == 403);
            tickAt(Instant.parse(as(Account.scientist).get(schedules).path("nextAt"))
                    .plusSeconds(1));
            as(Account.scientist)
                    .get(schedules + "/firings")
                    .then()
                    .body("items[0].outcome", equalTo("Refused"))
                    .body("items[0].reason", equalTo("AccessLost"));
        }
    }
}
