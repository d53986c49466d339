package dev.freihafen.platform.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TeamsIT extends PlatformIT {
    private static final String BODY = """
            {"displayName":"%s","costCentre":"4711","members":[{"group":"vision-editors","role":"Editor"}],\
            "quota":{"cpu":"4","memory":"16Gi"}}""";

    @Test
    void aPlatformAdministratorCreatesReadsAndReplacesATeam() {
        String created =
                put("vision", "Vision").then().statusCode(201).extract().header("ETag");
        as(Account.platform)
                .get("/api/v1/teams/vision")
                .then()
                .statusCode(200)
                .header("ETag", created)
                .body("name", equalTo("vision"))
                .body("costCentre", equalTo("4711"))
                .body("quota.cpu", equalTo("4"))
                .body("members[0].role", equalTo("Editor"))
                .body("state", equalTo("Pending"));
        String replaced = as(Account.platform)
                .header("If-Match", created)
                .contentType(ContentType.JSON)
                .body(BODY.formatted("Computer vision"))
                .put("/api/v1/teams/vision")
                .then()
                .statusCode(200)
                .body("displayName", equalTo("Computer vision"))
                .extract()
                .header("ETag");
        assertThat(replaced).isNotEqualTo(created);
        as(Account.platform)
                .header("If-Match", created)
                .contentType(ContentType.JSON)
                .body(BODY.formatted("Lost update"))
                .put("/api/v1/teams/vision")
                .then()
                .statusCode(412)
                .body("type", equalTo("urn:freihafen:problem:precondition-failed"));
        as(Account.platform)
                .header("If-None-Match", "*")
                .contentType(ContentType.JSON)
                .body(BODY.formatted("Second"))
                .put("/api/v1/teams/vision")
                .then()
                .statusCode(412);
    }

    @Test
    void membersReadTheirTeamAndNoOther() {
        as(Account.viewer).get("/api/v1/teams/fraud").then().statusCode(200);
        as(Account.viewer)
                .get("/api/v1/teams/routing")
                .then()
                .statusCode(404)
                .body("detail", containsString("routing"));
        as(Account.viewer).get("/api/v1/teams/no-such-team").then().statusCode(404);
        as(Account.viewer)
                .get("/api/v1/teams")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("fraud"))
                .body("items.name", not(hasItem("routing")));
    }

    @Test
    void financeAndAuditorsSeeAllTeams() {
        for (Account account : new Account[] {Account.finance, Account.auditor, Account.platform}) {
            as(account).get("/api/v1/teams").then().statusCode(200).body("items.name", hasItems("fraud", "routing"));
        }
        as(Account.finance).get("/api/v1/teams/fraud/workspaces").then().statusCode(403);
        as(Account.auditor).get("/api/v1/teams/fraud/workspaces").then().statusCode(200);
    }

    @Test
    void teamsComeInPages() {
        String next = as(Account.platform)
                .get("/api/v1/teams?pageSize=1")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .extract()
                .path("nextPageToken");
        assertThat(next).isNotBlank();
        as(Account.platform)
                .get("/api/v1/teams?pageSize=1&pageToken=" + next)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1));
    }

    @Test
    void nobodyButAPlatformAdministratorWritesTeams() {
        for (Account account : new Account[] {Account.teamAdmin, Account.finance, Account.auditor, Account.stranger}) {
            as(account)
                    .contentType(ContentType.JSON)
                    .body(BODY.formatted("Mine"))
                    .put("/api/v1/teams/fraud")
                    .then()
                    .statusCode(403);
            as(account).delete("/api/v1/teams/fraud").then().statusCode(403);
        }
    }

    @Test
    void whatTheClusterRefusesIsNamedByField() {
        as(Account.platform)
                .contentType(ContentType.JSON)
                .body("{\"displayName\":\"x\",\"members\":[{\"group\":\"system:masters\",\"role\":\"Admin\"}]}")
                .put("/api/v1/teams/masters")
                .then()
                .statusCode(422)
                .body("errors[0].path", containsString("members"))
                .body("errors[0].message", containsString("system:"));
        as(Account.platform)
                .contentType(ContentType.JSON)
                .body(BODY.formatted("x"))
                .put("/api/v1/teams/Not_A_Label")
                .then()
                .statusCode(422);
    }

    @Test
    void aTeamWithRunningWorkIsDeletedByForceOnly() {
        try (KubernetesClient client = TestPlatform.client()) {
            team(client, "busy", new Member("fraud-editors", TeamRole.Editor));
            as(Account.scientist)
                    .contentType(ContentType.JSON)
                    .body("{\"name\":\"nb\",\"hardwareClass\":\"small\"}")
                    .post("/api/v1/teams/busy/workspaces")
                    .then()
                    .statusCode(201);
            as(Account.platform)
                    .delete("/api/v1/teams/busy")
                    .then()
                    .statusCode(409)
                    .body("errors[0].path", equalTo("workspaces/nb"))
                    .body("detail", containsString("force=true"));
            assertThat(client.resources(Team.class).withName("busy").get()).isNotNull();
            client.resources(Team.class).withName("busy").edit(team -> {
                team.getMetadata().setFinalizers(java.util.List.of("freihafen.dev/test"));
                return team;
            });
            as(Account.platform).delete("/api/v1/teams/busy?force=true").then().statusCode(202);
            Team deleted = client.resources(Team.class).withName("busy").get();
            assertThat(deleted.getMetadata().getDeletionTimestamp()).isNotNull();
            assertThat(deleted.getMetadata().getAnnotations()).containsEntry("freihafen.dev/force-delete", "true");
            client.resources(Team.class).withName("busy").edit(team -> {
                team.getMetadata().setFinalizers(java.util.List.of());
                return team;
            });
        }
    }

    private static Response put(String name, String displayName) {
        return as(Account.platform)
                .contentType(ContentType.JSON)
                .body(BODY.formatted(displayName))
                .put("/api/v1/teams/" + name);
    }
}
