package dev.freihafen.platform.proxy;

import dev.freihafen.platform.listener.ExtraPort;
import dev.freihafen.platform.problem.ProblemType;
import dev.freihafen.platform.problem.ProblemWriter;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * An origin of its own for workspaces, since what notebooks show is foreign code: a second listener before the same
 * routes. Workspaces answer there only, and nothing else does.
 */
@Singleton
public final class WorkspaceOrigin {
    private static final int BEFORE_LOGIN = -9_000;

    private final ExtraPort port;
    private final PlatformConfig.Workspaces config;
    private final ProblemWriter problems;

    WorkspaceOrigin(Vertx vertx, PlatformConfig config, ProblemWriter problems) {
        this.port = new ExtraPort(vertx);
        this.config = config.workspaces();
        this.problems = problems;
    }

    /** The port it listens on, -1 before it does. */
    public int port() {
        return port.number();
    }

    void guard(@Observes Router router) {
        router.route().order(BEFORE_LOGIN).handler(this::keepApart);
    }

    void start(@Observes StartupEvent event) throws Exception {
        port.open(config.host(), config.port());
    }

    void stop(@Observes ShutdownEvent event) {
        port.close();
    }

    private void keepApart(RoutingContext context) {
        if (port.received(context) == context.normalizedPath().startsWith("/w/")) {
            context.next();
        } else {
            problems.write(context, ProblemType.NotFound);
        }
    }
}
