package dev.freihafen.platform.identity;

import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenID Connect whose refusals are problems; only the navigation of a browser is sent to the login page. */
@Alternative
@Priority(1)
@Singleton
final class ProblemChallenge implements HttpAuthenticationMechanism {
    private final OidcAuthenticationMechanism oidc;
    private final IdentityProvider provider;
    private final ProblemWriter problems;

    ProblemChallenge(OidcAuthenticationMechanism oidc, IdentityProvider provider, ProblemWriter problems) {
        this.oidc = oidc;
        this.provider = provider;
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        // The other one puts itself down as the one that challenges.
        return oidc.authenticate(context, providers)
                .onItemOrFailure()
                .invoke((identity, failure) -> context.put(HttpAuthenticationMechanism.class.getName(), this))
                .onFailure(IdentityProvider::isAway)
                .transform(failure -> new PlatformException.IdentityProviderUnavailable());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (isNavigation(context)) {
            return provider.answers().flatMap(answers -> answers ? toLogin(context) : sayThatLoginIsAway(context));
        }
        context.response().putHeader("WWW-Authenticate", "Bearer");
        problems.write(context, ProblemType.Unauthenticated);
        return Uni.createFrom().item(true);
    }

    private Uni<Boolean> toLogin(RoutingContext context) {
        return HttpAuthenticationMechanism.super.sendChallenge(context);
    }

    private Uni<Boolean> sayThatLoginIsAway(RoutingContext context) {
        problems.write(context, ProblemType.IdentityProviderUnavailable);
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }

    private static boolean isNavigation(RoutingContext context) {
        @Nullable String accept = context.request().getHeader("Accept");
        return context.normalizedPath().startsWith(LoginByPath.WORKSPACES)
                && context.request().method().equals(HttpMethod.GET)
                && context.request().getHeader("Authorization") == null
                && context.request().getHeader("Upgrade") == null
                && accept != null
                && accept.contains("text/html");
    }
}
