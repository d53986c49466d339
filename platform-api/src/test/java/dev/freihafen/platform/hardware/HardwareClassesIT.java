package dev.freihafen.platform.hardware;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HardwareClassesIT extends PlatformIT {
    private static final String LARGE = """
            {"displayName":"Large","requests":{"cpu":"%s","memory":"8Gi"}}""";

    @Test
    void aPlatformAdministratorWritesAndEverybodyReads() {
        String tag = as(Account.platform)
                .contentType(ContentType.JSON)
                .body(LARGE.formatted("2"))
                .put("/api/v1/hardware-classes/large")
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
        as(Account.platform)
                .header("If-Match", tag)
                .contentType(ContentType.JSON)
                .body(LARGE.formatted("4"))
                .put("/api/v1/hardware-classes/large")
                .then()
                .statusCode(200)
                .body("requests.cpu", equalTo("4"));
        as(Account.viewer)
                .get("/api/v1/hardware-classes/large")
                .then()
                .statusCode(200)
                .body("pricePerHour.amount", equalTo("0.10"))
                .body("pricePerHour.currency", equalTo("EUR"));
        as(Account.platform).delete("/api/v1/hardware-classes/large").then().statusCode(202);
        as(Account.platform).delete("/api/v1/hardware-classes/large").then().statusCode(404);
    }

    @Test
    void aClassWithoutARateHasNoPrice() {
        as(Account.viewer)
                .get("/api/v1/hardware-classes/unpriced")
                .then()
                .statusCode(200)
                .body("pricePerHour", nullValue());
        as(Account.viewer)
                .get("/api/v1/hardware-classes")
                .then()
                .statusCode(200)
                .body("items.name", hasItems("small", "unpriced"));
    }

    @Test
    void quantitiesThatAreNoneAreRefusedByField() {
        as(Account.platform)
                .contentType(ContentType.JSON)
                .body(LARGE.formatted("much"))
                .put("/api/v1/hardware-classes/odd")
                .then()
                .statusCode(422)
                .body("errors[0].path", containsString("requests"))
                .body("errors[0].message", containsString("cpu"));
    }

    @Test
    void membersDoNotWriteThem() {
        as(Account.teamAdmin)
                .contentType(ContentType.JSON)
                .body(LARGE.formatted("2"))
                .put("/api/v1/hardware-classes/mine")
                .then()
                .statusCode(403);
        as(Account.stranger).get("/api/v1/hardware-classes").then().statusCode(403);
    }
}
