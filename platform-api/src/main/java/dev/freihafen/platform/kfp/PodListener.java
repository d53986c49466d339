package dev.freihafen.platform.kfp;

import dev.freihafen.platform.listener.ExtraPort;
import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
import dev.freihafen.platform.token.PodToken;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Where the SDK comes from inside pods when it is told nothing: the host {@code ml-pipeline.kubeflow}, port 8888, no path
 * before {@code /apis}. The token that it sends names its namespace and so the team's surface; who it is, is found out there
 * as everywhere. Nothing else answers on this port.
 */
@Singleton
public final class PodListener {
    private static final int BEFORE_LOGIN = -9_500;
    private static final String BEARER = "Bearer ";
    private static final String APIS = "/apis/";
    private static final String SURFACE = "/kfp/";

    private final ExtraPort port;
    private final PlatformConfig.Kfp config;
    private final String audience;
    private final ProblemWriter problems;

    PodListener(Vertx vertx, PlatformConfig config, ProblemWriter problems) {
        this.port = new ExtraPort(vertx);
        this.config = config.kfp();
        this.audience = config.tokens().podAudience();
        this.problems = problems;
    }

    /** The port it listens on; -1 while it does not. */
    public int port() {
        return port.number();
    }

    void guard(@Observes Router router) {
        router.route().order(BEFORE_LOGIN).handler(this::toTheTeam);
    }

    void start(@Observes StartupEvent event) throws Exception {
        if (config.port().isPresent()) {
            port.open(config.host(), config.port().get());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        port.close();
    }

    private void toTheTeam(RoutingContext context) {
        if (!port.received(context) || context.normalizedPath().startsWith(SURFACE)) {
            context.next();
            return;
        }
        Optional<String> team = bearer(context)
                .flatMap(token -> PodToken.read(token, audience))
                .flatMap(PodToken::team)
                .filter(name -> name.matches("[a-z][-a-z0-9]{0,39}"));
        if (!context.normalizedPath().startsWith(APIS)) {
            problems.write(context, ProblemType.NotFound);
        } else if (team.isEmpty()) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            problems.write(context, ProblemType.Unauthenticated);
        } else {
            String query = context.request().query();
            context.reroute(SURFACE + team.get() + context.normalizedPath() + (query == null ? "" : "?" + query));
        }
    }

    private static Optional<String> bearer(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
