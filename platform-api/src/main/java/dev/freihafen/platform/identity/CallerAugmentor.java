package dev.freihafen.platform.identity;

import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/**
 * Turns the access token whose signature, issuer and times quarkus-oidc has verified into a {@link Caller}, for bearers and
 * for browser sessions alike, and refuses tokens that were not made for this platform.
 */
@Singleton
final class CallerAugmentor implements SecurityIdentityAugmentor {
    private final AccessTokenRules rules;

    CallerAugmentor(PlatformConfig config) {
        this.rules = new AccessTokenRules(config.identity());
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        TokenCredential credential = identity.getCredential(AccessTokenCredential.class);
        if (credential == null) {
            return Uni.createFrom().failure(new AuthenticationFailedException("no access token"));
        }
        return switch (rules.read(claims(credential.getToken()))) {
            case AccessTokenRules.Refused refused ->
                Uni.createFrom().failure(new AuthenticationFailedException(refused.reason()));
            case AccessTokenRules.Accepted accepted ->
                Uni.createFrom()
                        .item(QuarkusSecurityIdentity.builder(identity)
                                .addAttribute(CurrentCaller.ATTRIBUTE, accepted.caller())
                                .build());
        };
    }

    private static JsonObject claims(String token) {
        JsonObject claims = OidcUtils.decodeJwtContent(token);
        return claims == null ? new JsonObject() : claims;
    }
}
