package dev.freihafen.platform.identity;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MeIT extends PlatformIT {
    @Test
    void aMemberSeesNameGroupsAndTeams() {
        as(Account.scientist)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("subject", equalTo("sub-scientist"))
                .body("name", equalTo("scientist"))
                .body("groups", contains("fraud-editors"))
                .body("teams.team", hasItem("fraud"))
                .body("teams.team", not(hasItem("routing")))
                .body("teams.find { it.team == 'fraud' }.role", equalTo("Editor"));
    }

    @Test
    void platformRolesAreNamed() {
        as(Account.platform).get("/api/v1/me").then().statusCode(200).body("platformRoles", contains("PlatformAdmin"));
    }
}
