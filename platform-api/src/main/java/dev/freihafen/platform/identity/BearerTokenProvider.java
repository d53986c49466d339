package dev.freihafen.platform.identity;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Turns bearer tokens that are not the identity provider's into identities. */
@Singleton
final class BearerTokenProvider implements IdentityProvider<BearerToken> {
    @Override
    public Class<BearerToken> getRequestType() {
        return BearerToken.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(BearerToken request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> {
            Caller caller = request.authenticate();
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(caller.name()))
                    .addAttribute(CurrentCaller.ATTRIBUTE, caller)
                    .build();
        });
    }
}
