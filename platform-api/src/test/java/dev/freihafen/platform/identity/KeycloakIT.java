package dev.freihafen.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.freihafen.platform.proxy.WorkspaceOrigin;
import dev.freihafen.platform.testing.KeycloakServices;
import dev.freihafen.platform.testing.PlatformIT;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The same program before the real Keycloak: accounts of the realm, its tokens, its login page. */
@QuarkusTest
@WithTestResource(KeycloakServices.class)
class KeycloakIT extends PlatformIT {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]*login-actions/authenticate[^\"]*)\"");

    @Inject
    WorkspaceOrigin origin;

    @Test
    void anAccountOfTheRealmIsKnownWithItsGroupsAndTeams() {
        me(KeycloakServices.login("scientist"))
                .statusCode(200)
                .body("name", equalTo("scientist"))
                .body("groups", hasItem("fraud-editors"))
                .body("teams.find { it.team == 'fraud' }.role", equalTo("Editor"));
    }

    @Test
    void platformRolesComeFromTheRealmsGroups() {
        me(KeycloakServices.login("platform")).statusCode(200).body("platformRoles", hasItem("PlatformAdmin"));
        me(KeycloakServices.login("finance")).statusCode(200).body("platformRoles", hasItem("Finance"));
        me(KeycloakServices.login("auditor")).statusCode(200).body("platformRoles", hasItem("Auditor"));
    }

    @Test
    void theOperatorsTokenIsTaken() {
        me(KeycloakServices.login("--service", "operator-local")).statusCode(200);
    }

    @Test
    void tokensThatAreNotForUsAreRefused() {
        me(KeycloakServices.login("scientist", "--print", "id")).statusCode(401);
        me(KeycloakServices.login("scientist", "--print", "refresh")).statusCode(401);
        me(KeycloakServices.login("scientist", "--client", "test-no-audience")).statusCode(401);
        me(KeycloakServices.login("scientist", "--client", "test-foreign-client"))
                .statusCode(401);
        me(KeycloakServices.login("scientist", "--client", "test-no-subject")).statusCode(401);
        me(KeycloakServices.login("scientist", "--realm", "foreign")).statusCode(401);
    }

    @Test
    void aBrowserIsLoggedInByTheRealLoginPage() throws Exception {
        try (HttpClient browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .sslContext(trust(Path.of(KeycloakServices.setting("CA"))))
                .build()) {
            URI lab = URI.create("http://localhost:" + origin.port() + "/w/fraud/not-there/lab");
            HttpResponse<String> page = browser.send(
                    HttpRequest.newBuilder(lab).header("Accept", "text/html").build(),
                    HttpResponse.BodyHandlers.ofString());
            Matcher form = FORM.matcher(page.body());
            assertThat(form.find()).as(page.body()).isTrue();
            HttpResponse<String> landed = browser.send(
                    HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Accept", "text/html")
                            .POST(HttpRequest.BodyPublishers.ofString("username=scientist&password="
                                    + URLEncoder.encode(
                                            KeycloakServices.secret("scientist.password"), StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(landed.uri()).isEqualTo(lab);
            assertThat(landed.statusCode()).as(landed.body()).isEqualTo(404);
            assertThat(landed.body()).contains("Team fraud has no workspace not-there.");
        }
    }

    private static ValidatableResponse me(String token) {
        return RestAssured.given().auth().oauth2(token).get("/api/v1/me").then();
    }

    private static SSLContext trust(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
