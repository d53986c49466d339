package dev.freihafen.platform.identity;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.freihafen.platform.testing.Account;
import dev.freihafen.platform.testing.PlatformIT;
import dev.freihafen.platform.testing.TestIssuer;
import dev.freihafen.platform.testing.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

/** Feast and others took tokens that were made for somebody else; each of these twelve must be a 401. */
@QuarkusTest
class BadTokensIT extends PlatformIT {
    private static final RsaJsonWebKey FOREIGN_KEY = TestIssuer.newKey("foreign");

    @Test
    void aGoodTokenIsTaken() {
        as(Account.scientist).get("/api/v1/me").then().statusCode(200).body("name", equalTo("scientist"));
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        refused(changed(claims -> claims.setAudience("account")));
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        refused(changed(claims -> claims.setIssuer("https://elsewhere.example/realms/freihafen")));
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        refused(TestIssuer.sign(claims(), "none", null, "current"));
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() {
        String publicKey = TestPlatform.issuer().key().toJson();
        refused(TestIssuer.sign(claims(), "HS256", new HmacKey(publicKey.getBytes(StandardCharsets.UTF_8)), "current"));
    }

    @Test
    void anExpiredTokenIsRefused() {
        refused(changed(claims -> claims.setExpirationTime(
                NumericDate.fromSeconds(NumericDate.now().getValue() - 60))));
    }

    @Test
    void aTokenThatIsNotValidYetIsRefused() {
        refused(changed(claims ->
                claims.setNotBefore(NumericDate.fromSeconds(NumericDate.now().getValue() + 300))));
    }

    @Test
    void aTokenOfAnUnknownKeyIsRefused() {
        refused(TestIssuer.sign(claims(), "RS256", FOREIGN_KEY.getPrivateKey(), "foreign"));
    }

    @Test
    void aTokenOfAForeignKeyUnderOurKeyIdIsRefused() {
        refused(TestIssuer.sign(claims(), "RS256", FOREIGN_KEY.getPrivateKey(), "current"));
    }

    @Test
    void aNewKeyIsTakenWithoutARestart() throws InterruptedException {
        RsaJsonWebKey next = TestIssuer.newKey("next");
        TestPlatform.issuer().publish(next);
        // The keys are fetched again at most once a second in the tests.
        Thread.sleep(1_200);
        String token = TestIssuer.sign(claims(), "RS256", next.getPrivateKey(), "next");
        RestAssured.given().auth().oauth2(token).get("/api/v1/me").then().statusCode(200);
        as(Account.scientist).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void anIdTokenIsRefused() {
        refused(changed(claims -> claims.setStringClaim("typ", "ID")));
    }

    @Test
    void aTokenOfAForeignClientIsRefused() {
        refused(changed(claims -> claims.setStringClaim("azp", "grafana")));
    }

    @Test
    void aTokenOfAForeignRealmIsRefused() {
        refused(changed(
                claims -> claims.setIssuer(TestPlatform.issuer().issuer().replace("/freihafen", "/master"))));
    }

    @Test
    void aTokenWithoutSubjectIsRefused() {
        refused(changed(claims -> claims.unsetClaim("sub")));
    }

    @Test
    void aTruncatedTokenIsRefused() {
        String token = Account.scientist.token();
        refused(token.substring(0, token.length() - 10));
    }

    @Test
    void identityHeadersAreIgnored() {
        RestAssured.given()
                .header("kubeflow-userid", "platform")
                .header("X-Forwarded-User", "platform")
                .header("X-Forwarded-Groups", "freihafen-platform-admins")
                .get("/api/v1/me")
                .then()
                .statusCode(401);
        as(Account.stranger)
                .header("X-Forwarded-Groups", "freihafen-platform-admins")
                .header("Impersonate-Group", "freihafen-platform-admins")
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("stranger"))
                .body("platformRoles.size()", equalTo(0));
    }

    private static JwtClaims claims() {
        return TestPlatform.issuer().claims(Account.platform);
    }

    private static String changed(Consumer<JwtClaims> change) {
        return TestPlatform.issuer().accessToken(Account.platform, change);
    }

    private static void refused(String token) {
        RestAssured.given()
                .auth()
                .oauth2(token)
                .get("/api/v1/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:freihafen:problem:unauthenticated"))
                .body("detail", not(containsString(token)));
    }
}
