package dev.freihafen.platform.identity;

import io.quarkus.oidc.TenantResolver;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Browser sessions hold before workspaces only; everywhere else a bearer token is needed. The path alone decides: neither
 * a cookie nor a path segment that happens to be named like a tenant can choose.
 */
@Singleton
final class LoginByPath implements TenantResolver {
    static final String WORKSPACES = "/w/";
    private static final String BROWSER = "browser-of-workspaces";

    @Override
    public String resolve(RoutingContext context) {
        return context.normalizedPath().startsWith(WORKSPACES) ? BROWSER : OidcUtils.DEFAULT_TENANT_ID;
    }
}
