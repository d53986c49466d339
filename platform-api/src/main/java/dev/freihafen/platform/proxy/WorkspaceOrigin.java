package dev.freihafen.platform.proxy;

import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An origin of its own for workspaces, since what notebooks show is foreign code: a second listener before the same
 * routes. Workspaces answer there only, and nothing else does.
 */
@Singleton
public final class WorkspaceOrigin {
    private static final int BEFORE_LOGIN = -9_000;
    private static final long START_SECONDS = 10;

    private final Vertx vertx;
    private final PlatformConfig.Workspaces config;
    private final ProblemWriter problems;
    private volatile int port = -1;
    private @Nullable HttpServer server;

    WorkspaceOrigin(Vertx vertx, PlatformConfig config, ProblemWriter problems) {
        this.vertx = vertx;
        this.config = config.workspaces();
        this.problems = problems;
    }

    /** The port it listens on, -1 before it does. */
    public int port() {
        return port;
    }

    void guard(@Observes Router router) {
        router.route().order(BEFORE_LOGIN).handler(this::keepApart);
    }

    void start(@Observes StartupEvent event) throws Exception {
        HttpServer started = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(WorkspaceOrigin::toRoutes)
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

    private void keepApart(RoutingContext context) {
        boolean onWorkspaceOrigin = context.request().localAddress() != null
                && context.request().localAddress().port() == port;
        if (onWorkspaceOrigin == context.normalizedPath().startsWith("/w/")) {
            context.next();
        } else {
            problems.write(context, ProblemType.NotFound);
        }
    }
}
