package dev.freihafen.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.freihafen.platform.proxy.WorkspaceOrigin;
import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.RunningApi;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The identity provider goes, or the API itself, while people are logged in. */
@QuarkusTest
class LoginAwayIT extends PlatformIT {
    @Inject
    WorkspaceOrigin origin;

    @Test
    void withoutTheProviderTokensGoOnAndLoginsAreToldSo() throws Throwable {
        String token = Account.scientist.token();
        as(Account.scientist).get("/api/v1/me").then().statusCode(200);
        URI lab = lab("http://localhost:" + origin.port());
        try (HttpClient browser = browser(HttpClient.Redirect.NEVER)) {
            String toProvider = location(visit(browser, lab));
            TestPlatform.issuer().away(() -> {
                io.restassured.RestAssured.given()
                        .auth()
                        .oauth2(token)
                        .get("/api/v1/me")
                        .then()
                        .statusCode(200)
                        .body("name", equalTo("scientist"));
                assertLoginIsAway(visit(browser, lab));
            });
            String back = location(visit(browser, URI.create(toProvider)));
            TestPlatform.issuer().away(() -> assertLoginIsAway(visit(browser, URI.create(back))));
        }
        try (HttpClient browser = browser(HttpClient.Redirect.ALWAYS)) {
            assertThat(visit(browser, lab).body()).contains("has no workspace not-there");
        }
    }

    @Test
    void aSessionOutlivesARestartOfTheProgram() throws Exception {
        TestPlatform.issuer().browserAccount(Account.scientist);
        try (RunningApi api = RunningApi.start(Map.of());
                HttpClient browser = browser(HttpClient.Redirect.ALWAYS)) {
            URI lab = lab(api.workspaceOrigin());
            assertThat(visit(browser, lab).body()).contains("has no workspace not-there");
            api.kill();
            api.startAgain();
            HttpResponse<String> later = visit(browser, lab);
            assertThat(later.previousResponse()).as("no way over the login").isEmpty();
            assertThat(later.body()).contains("has no workspace not-there");
        }
    }

    private static URI lab(String where) {
        return URI.create(where + "/w/fraud/not-there/lab");
    }

    private static HttpClient browser(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .followRedirects(redirect)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    private static HttpResponse<String> visit(HttpClient browser, URI address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(address)
                        .header("Accept", "text/html,*/*")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static void assertLoginIsAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).contains("urn:freihafen:problem:identity-provider-unavailable", "try again");
    }
}
