package dev.freihafen.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiDocumentIT extends PlatformIT {
    private static final Path GOLDEN = Path.of("openapi.yaml");

    @Test
    void theDocumentIsTheCommittedOne() throws IOException {
        String served = RestAssured.get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, served);
        }
        assertThat(served)
                .as("openapi.yaml is rewritten by -Dgolden.update=true")
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void everyBodyHasAnExample() {
        String served = RestAssured.get("/q/openapi?format=yaml").asString();
        assertThat(served)
                .contains(
                        "fraud-editors",
                        "pvc://models/",
                        "hardwareClass: small",
                        "project: atlas",
                        "event: step",
                        "30 2 * * 1-5");
    }
}
