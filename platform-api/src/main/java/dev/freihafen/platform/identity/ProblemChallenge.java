package dev.freihafen.platform.identity;

import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
import io.quarkus.arc.All;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenID Connect, and bearer tokens of the platform's own, whose refusals are problems; only the navigation of a browser is sent to the login page. */
@Alternative
@Priority(1)
@Singleton
final class ProblemChallenge implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";
    private static final String REFUSAL = "freihafen.refusal";

    private final OidcAuthenticationMechanism oidc;
    private final LoginProvider provider;
    private final ProblemWriter problems;
    private final List<BearerAuthority> authorities;

    ProblemChallenge(
            OidcAuthenticationMechanism oidc,
            LoginProvider provider,
            ProblemWriter problems,
            @All List<BearerAuthority> authorities) {
        this.oidc = oidc;
        this.provider = provider;
        this.problems = problems;
        this.authorities = authorities;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        Optional<BearerToken> own = own(context);
        if (own.isPresent()) {
            context.put(HttpAuthenticationMechanism.class.getName(), this);
            return providers
                    .authenticate(HttpSecurityUtils.setRoutingContextAttribute(own.get(), context))
                    .onFailure(AuthenticationFailedException.class)
                    .invoke(refused -> context.put(REFUSAL, refused.getMessage()));
        }
        // The other one puts itself down as the one that challenges.
        return oidc.authenticate(context, providers)
                .onItemOrFailure()
                .invoke((identity, failure) -> context.put(HttpAuthenticationMechanism.class.getName(), this))
                .onFailure(LoginProvider::isAway)
                .transform(failure -> new PlatformException.IdentityProviderUnavailable());
    }

    private Optional<BearerToken> own(RoutingContext context) {
        @Nullable String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String token = header.substring(BEARER.length()).strip();
        return authorities.stream()
                .filter(authority -> authority.judges(token))
                .findFirst()
                .map(authority -> new BearerToken(authority, token));
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
        @Nullable String refusal = context.get(REFUSAL);
        if (refusal == null) {
            problems.write(context, ProblemType.Unauthenticated);
        } else {
            problems.write(context, ProblemType.Unauthenticated, refusal);
        }
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
        Set<Class<? extends AuthenticationRequest>> types = new HashSet<>(oidc.getCredentialTypes());
        types.add(BearerToken.class);
        return types;
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
