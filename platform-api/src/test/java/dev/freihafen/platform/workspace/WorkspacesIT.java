package dev.freihafen.platform.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestPlatform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkspacesIT extends PlatformIT {
    private static final String PATH = "/api/v1/teams/fraud/workspaces";

    @Test
    void anEditorCreatesStopsStartsAndDeletes() {
        create(Account.scientist, "life", "")
                .then()
                .statusCode(201)
                .header("Location", endsWith(PATH + "/life"))
                .body("owner", equalTo("scientist"))
                .body("cluster", equalTo("local"))
                .body("storage", equalTo("10Gi"))
                .body("running", equalTo(true))
                .body("state", equalTo("Pending"))
                .body("url", equalTo("http://localhost:8081/w/fraud/life/"))
                .body("pricePerHour.amount", equalTo("0.11"));
        as(Account.viewer).get(PATH + "/life").then().statusCode(200).body("pricePerHour.amount", equalTo("0.11"));
        as(Account.viewer)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items.find { it.name == 'life' }.pricePerHour.amount", equalTo("0.11"));
        act(Account.scientist).post(PATH + "/life:stop").then().statusCode(200).body("running", equalTo(false));
        act(Account.scientist).post(PATH + "/life:start").then().statusCode(200).body("running", equalTo(true));
        as(Account.scientist).delete(PATH + "/life").then().statusCode(202);
        as(Account.scientist).get(PATH + "/life").then().statusCode(404);
        as(Account.scientist).delete(PATH + "/life").then().statusCode(404);
    }

    @Test
    void aDryRunSaysThePriceAndWritesNothing() {
        create(Account.scientist, "dry", "?dryRun=true")
                .then()
                .statusCode(200)
                .body("name", equalTo("dry"))
                .body("pricePerHour.amount", equalTo("0.11"));
        as(Account.scientist).get(PATH + "/dry").then().statusCode(404);
    }

    @Test
    void aDryRunFindsWhatTheClusterWouldRefuse() {
        as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"dry\",\"hardwareClass\":\"small\",\"storage\":\"big\"}")
                .post(PATH + "?dryRun=true")
                .then()
                .statusCode(422)
                .body("errors[0].message", containsString("storage"));
    }

    @Test
    void anUnpricedClassHasNoPrice() {
        as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"dry\",\"hardwareClass\":\"unpriced\"}")
                .post(PATH + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("pricePerHour", nullValue());
    }

    @Test
    void aHardwareClassThatIsNotThereIsNamed() {
        as(Account.scientist)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"a\",\"hardwareClass\":\"huge\"}")
                .post(PATH)
                .then()
                .statusCode(422)
                .body("errors[0].path", equalTo("hardwareClass"));
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        create(Account.scientist, "twice", "").then().statusCode(201);
        create(Account.scientist, "twice", "").then().statusCode(409);
        as(Account.scientist).delete(PATH + "/twice").then().statusCode(202);
    }

    @Test
    void aRequestThatIsSentAgainWithItsKeyMakesOneWorkspace() {
        keyed("key-1", "once", "1Gi").then().statusCode(201);
        keyed("key-1", "once", "1Gi").then().statusCode(200).body("name", equalTo("once"));
        keyed("key-1", "once", "2Gi")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:freihafen:problem:idempotency-key-reused"));
        keyed("not a key", "once", "1Gi").then().statusCode(400);
        as(Account.scientist).delete(PATH + "/once").then().statusCode(202);
    }

    @Test
    void aKeyIsFreeAgainWhenNothingWasMade() {
        keyed("key-2", "small-first", "tiny").then().statusCode(422);
        keyed("key-2", "small-first", "1Gi").then().statusCode(201);
        as(Account.scientist).delete(PATH + "/small-first").then().statusCode(202);
    }

    @Test
    void othersThingsAreChangedByAdminsOnly() {
        create(Account.scientist, "mine", "").then().statusCode(201);
        act(Account.colleague)
                .post(PATH + "/mine:stop")
                .then()
                .statusCode(403)
                .body("detail", containsString("scientist"));
        as(Account.colleague).delete(PATH + "/mine").then().statusCode(403);
        as(Account.viewer).delete(PATH + "/mine").then().statusCode(403);
        as(Account.scientistRouting).delete(PATH + "/mine").then().statusCode(404);
        act(Account.teamAdmin).post(PATH + "/mine:stop").then().statusCode(200);
        as(Account.teamAdmin).delete(PATH + "/mine").then().statusCode(202);
    }

    @Test
    void viewersAndOtherTeamsCreateNothing() {
        create(Account.viewer, "no", "").then().statusCode(403);
        create(Account.scientistRouting, "no", "").then().statusCode(404);
        create(Account.auditor, "no", "").then().statusCode(403);
    }

    @Test
    void theVolumeGoesOnlyWhenAskedFor() {
        try (KubernetesClient client = TestPlatform.client()) {
            create(Account.scientist, "volume", "").then().statusCode(201);
            var resource =
                    client.resources(Workspace.class).inNamespace("team-fraud").withName("volume");
            resource.edit(workspace -> {
                workspace.getMetadata().setFinalizers(List.of("freihafen.dev/test"));
                return workspace;
            });
            as(Account.scientist)
                    .delete(PATH + "/volume?deleteVolume=true")
                    .then()
                    .statusCode(202);
            assertThat(resource.get().getMetadata().getAnnotations())
                    .containsEntry("freihafen.dev/delete-volume", "true");
            resource.edit(workspace -> {
                workspace.getMetadata().setFinalizers(List.of());
                return workspace;
            });
        }
    }

    private static Response keyed(String key, String name, String storage) {
        return as(Account.scientist)
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + name + "\",\"hardwareClass\":\"small\",\"storage\":\"" + storage + "\"}")
                .post(PATH);
    }

    /** Colons stay as they are, like other clients send them. */
    private static RequestSpecification act(Account account) {
        return as(account).urlEncodingEnabled(false);
    }

    private static Response create(Account account, String name, String query) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + name + "\",\"hardwareClass\":\"small\"}")
                .post(PATH + query);
    }
}
