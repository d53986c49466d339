package dev.freihafen.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** MLflow had authentication bound to one prefix; here every route that is registered wants a token. */
@QuarkusTest
class PublicRoutesIT extends PlatformIT {
    private static final Set<String> PUBLIC = Set.of("/q/openapi");

    @Inject
    Router router;

    @Test
    void theListOfPublicPathsIsPinned() {
        Set<String> permitted = StreamSupport.stream(
                        ConfigProvider.getConfig().getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("quarkus.http.auth.permission.") && name.endsWith(".policy"))
                .filter(name ->
                        ConfigProvider.getConfig().getValue(name, String.class).equals("permit"))
                .map(name -> name.replaceFirst("policy$", "paths"))
                .map(name -> ConfigProvider.getConfig().getValue(name, String.class))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(permitted).isEqualTo(PUBLIC);
    }

    @Test
    void everyRestOperationIsRefusedWithoutAToken() {
        Map<String, Map<String, Object>> paths = RestAssured.given()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .jsonPath()
                .getMap("paths");
        List<String> open = new ArrayList<>();
        paths.forEach((path, operations) -> operations.keySet().stream()
                .filter(method -> !method.equals("parameters"))
                .forEach(method -> {
                    int status = status(method, path.replaceAll("\\{[^}]*}", "x"));
                    if (status != 401) {
                        open.add(method + " " + path + " answered " + status);
                    }
                }));
        assertThat(paths).hasSizeGreaterThan(8);
        assertThat(open).isEmpty();
    }

    @Test
    void everyOtherRouteIsRefusedWithoutAToken() {
        List<String> open = new ArrayList<>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && !route.isRegexPath()) {
                String path = route.getPath().replaceAll(":[a-zA-Z]+", "x");
                int status = status("get", path);
                if (status != 401 && !PUBLIC.contains(path)) {
                    open.add(path + " answered " + status);
                }
            }
        }
        for (String path : List.of(
                "/",
                "/anything",
                "/e/fraud/digits/v2/health/ready",
                "/e/x",
                "/api",
                "/kfp/fraud",
                "/q/health",
                "/q/metrics")) {
            int status = status("get", path);
            if (status != 401) {
                open.add(path + " answered " + status);
            }
        }
        assertThat(open).isEmpty();
    }

    private static int status(String method, String path) {
        return RestAssured.given().request(method, path).statusCode();
    }
}
