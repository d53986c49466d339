package dev.freihafen.platform.kfp;

import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
import dev.freihafen.platform.token.PodToken;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the SDK comes from inside pods when it is told nothing: the host {@code ml-pipeline.kubeflow}, port 8888, no path
 * before {@code /apis}. The token that it sends names its namespace and so the team's surface; who it is, is found out there
 * as everywhere. Nothing else answers on this port.
 */
@Singleton
public final class PodListener {
    private static final int BEFORE_LOGIN = -9_500;
    private static final long START_SECONDS = 10;
    private static final String BEARER = "Bearer ";
    private static final String APIS = "/apis/";
    private static final String SURFACE = "/kfp/";

    private final Vertx vertx;
    private final PlatformConfig.Kfp config;
    private final String audience;
    private final ProblemWriter problems;
    private volatile int port = -1;
    private @Nullable HttpServer server;

    PodListener(Vertx vertx, PlatformConfig config, ProblemWriter problems) {
        this.vertx = vertx;
        this.config = config.kfp();
        this.audience = config.tokens().podAudience();
        this.problems = problems;
    }

    /** The port it listens on; -1 while it does not. */
    public int port() {
        return port;
    }

    void guard(@Observes Router router) {
        router.route().order(BEFORE_LOGIN).handler(this::toTheTeam);
    }

    void start(@Observes StartupEvent event) throws Exception {
        if (config.port().isEmpty()) {
            return;
        }
        HttpServer started = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port().get())
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(PodListener::toRoutes)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        server = started;
        port = started.actualPort();
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close();
        }
    }

    private static void toRoutes(HttpServerRequest request) {
        Handler<HttpServerRequest> routes = VertxHttpRecorder.getRootHandler();
        if (routes == null) {
            request.response().setStatusCode(ProblemType.Unavailable.status()).end();
        } else {
            routes.handle(request);
        }
    }

    private void toTheTeam(RoutingContext context) {
        boolean isPods = context.request().localAddress() != null
                && context.request().localAddress().port() == port;
        if (!isPods || context.normalizedPath().startsWith(SURFACE)) {
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
