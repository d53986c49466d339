package dev.freihafen.platform.identity;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A bearer token that is not the identity provider's, and who judges it. */
final class BearerToken extends BaseAuthenticationRequest {
    private final BearerAuthority authority;
    private final String token;

    BearerToken(BearerAuthority authority, String token) {
        this.authority = authority;
        this.token = token;
    }

    /** May block. */
    Caller authenticate() {
        return authority.authenticate(token);
    }
}
