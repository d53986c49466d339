package dev.freihafen.platform.testing;

import static dev.freihafen.platform.testing.Eventually.eventually;

import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests against the whole API; teams fraud and routing are there with their namespaces. */
@QuarkusTest
@QuarkusTestResource(TestPlatform.class)
public abstract class PlatformIT {
    @BeforeEach
    void makeTeams() {
        try (KubernetesClient client = TestPlatform.client()) {
            team(
                    client,
                    "fraud",
                    new Member("fraud-viewers", TeamRole.Viewer),
                    new Member("fraud-editors", TeamRole.Editor),
                    new Member("fraud-admins", TeamRole.Admin));
            team(client, "routing", new Member("routing-editors", TeamRole.Editor));
            hardware(client, "small");
            hardware(client, "unpriced");
        }
    }

    /** Makes a team and its namespace unless they are there. */
    protected static void team(KubernetesClient client, String name, Member... members) {
        if (client.resources(Team.class).withName(name).get() == null) {
            Team team = new Team();
            team.getMetadata().setName(name);
            team.setSpec(new TeamSpec("Team " + name, null, List.of(members), null, null, null));
            client.resource(team).create();
        }
        if (client.namespaces().withName("team-" + name).get() == null) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("team-" + name)
                            .addToLabels("freihafen.dev/team", name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    /** Makes a team that no other test has, and waits until the API knows it; gives its name. */
    protected static String newTeam(String prefix) {
        String name = prefix + UUID.randomUUID().toString().substring(0, 8);
        try (KubernetesClient client = TestPlatform.client()) {
            team(
                    client,
                    name,
                    new Member("fraud-editors", TeamRole.Editor),
                    new Member("fraud-admins", TeamRole.Admin));
        }
        eventually(() -> as(Account.teamAdmin).get("/api/v1/teams/" + name).statusCode() == 200);
        return name;
    }

    /** Makes a hardware class unless it is there. */
    protected static void hardware(KubernetesClient client, String name) {
        if (client.resources(HardwareClass.class).withName(name).get() == null) {
            HardwareClass made = new HardwareClass();
            made.getMetadata().setName(name);
            made.setSpec(
                    new HardwareClassSpec(name, new ComputeResources("500m", "1Gi"), null, null, null, null, null));
            client.resource(made).create();
        }
    }

    /** A request with the account's token. */
    protected static RequestSpecification as(Account account) {
        return RestAssured.given().auth().oauth2(account.token());
    }
}
