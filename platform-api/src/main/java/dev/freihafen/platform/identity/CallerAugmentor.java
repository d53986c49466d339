package dev.freihafen.platform.identity;

import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.common.runtime.OidcConstants;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the access token whose signature, issuer and times quarkus-oidc has verified into a {@link Caller}, for bearers and
 * for browser sessions alike, and refuses tokens that were not made for this platform.
 */
@Singleton
final class CallerAugmentor implements SecurityIdentityAugmentor {
    private static final String ISSUED_AT = "iat";

    private final AccessTokenRules rules;
    private final LoginWitness witness;

    CallerAugmentor(PlatformConfig config, LoginWitness witness) {
        this.rules = new AccessTokenRules(config);
        this.witness = witness;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (identity.isAnonymous() || identity.getAttribute(CurrentCaller.ATTRIBUTE) != null) {
            return Uni.createFrom().item(identity);
        }
        String token = accessToken(identity, attributes);
        if (token == null) {
            return Uni.createFrom().failure(new AuthenticationFailedException("no access token"));
        }
        Map<String, Object> claims = claims(token);
        return switch (rules.read(claims)) {
            case AccessTokenRules.Refused refused ->
                Uni.createFrom().failure(new AuthenticationFailedException(refused.reason()));
            case AccessTokenRules.Accepted accepted -> {
                if (claims.get(ISSUED_AT) instanceof Number seconds) {
                    witness.saw(accepted.caller(), Instant.ofEpochSecond(seconds.longValue()));
                }
                yield Uni.createFrom()
                        .item(QuarkusSecurityIdentity.builder(identity)
                                .addAttribute(CurrentCaller.ATTRIBUTE, accepted.caller())
                                .build());
            }
        };
    }

    /** A bearer's token is the identity's credential; a session's lies beside its ID token in the request. */
    private static @Nullable String accessToken(SecurityIdentity identity, Map<String, Object> attributes) {
        AccessTokenCredential bearer = identity.getCredential(AccessTokenCredential.class);
        if (bearer != null) {
            return bearer.getToken();
        }
        return HttpSecurityUtils.getRoutingContextAttribute(attributes) instanceof RoutingContext request
                ? request.get(OidcConstants.ACCESS_TOKEN_VALUE)
                : null;
    }

    private static Map<String, Object> claims(String token) {
        JsonObject claims = OidcUtils.decodeJwtContent(token);
        return claims == null ? Map.of() : claims.getMap();
    }
}
