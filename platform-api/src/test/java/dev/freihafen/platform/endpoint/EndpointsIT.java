package dev.freihafen.platform.endpoint;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EndpointsIT extends PlatformIT {
    private static final String PATH = "/api/v1/teams/fraud/endpoints";

    @Test
    void anEditorCreatesReadsAndDeletes() {
        create(Account.scientist, "digits", "pvc://models/run/step/model", "")
                .then()
                .statusCode(201)
                .body("url", equalTo("/e/fraud/digits/"))
                .body("replicas.min", equalTo(2))
                .body("pricePerHour.amount", equalTo("0.20"));
        as(Account.viewer)
                .get(PATH + "/digits")
                .then()
                .statusCode(200)
                .body("model.name", equalTo("digits"))
                .body("pricePerHour.amount", equalTo("0.20"));
        as(Account.viewer)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items.find { it.name == 'digits' }.pricePerHour.amount", equalTo("0.20"));
        as(Account.colleague).delete(PATH + "/digits").then().statusCode(403);
        as(Account.scientist).delete(PATH + "/digits").then().statusCode(202);
        as(Account.scientist).get(PATH + "/digits").then().statusCode(404);
    }

    @Test
    void aDryRunWritesNothing() {
        create(Account.scientist, "dry", "pvc://models/run/step/model", "?dryRun=true")
                .then()
                .statusCode(200);
        as(Account.scientist).get(PATH + "/dry").then().statusCode(404);
    }

    @Test
    void aModelOutsideTheModelVolumeIsRefused() {
        create(Account.scientist, "odd", "pvc://other/run/../../model", "")
                .then()
                .statusCode(422)
                .body("errors[0].path", containsString("model"));
    }

    @Test
    void viewersCreateNothing() {
        create(Account.viewer, "no", "pvc://models/run/step/model", "").then().statusCode(403);
        create(Account.scientistRouting, "no", "pvc://models/run/step/model", "")
                .then()
                .statusCode(404);
    }

    private static Response create(Account account, String name, String uri, String query) {
        return as(account)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + name + "\",\"model\":{\"uri\":\"" + uri
                        + "\",\"format\":\"sklearn\",\"name\":\"digits\"},\"hardwareClass\":\"small\","
                        + "\"replicas\":{\"min\":2,\"max\":3}}")
                .post(PATH + query);
    }
}
