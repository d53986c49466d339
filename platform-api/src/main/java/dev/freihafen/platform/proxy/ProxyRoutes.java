package dev.freihafen.platform.proxy;

import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The proxied paths: /w to workspaces, /e to served models. */
@Singleton
final class ProxyRoutes {
    private static final String NAME = "([a-z](?:[-a-z0-9]{0,38}[a-z0-9])?)";
    private static final String WORKSPACE = "/w/" + NAME + "/" + NAME + "(/.*)?";
    private static final String ENDPOINT = "/e/" + NAME + "/" + NAME + "(/.*)?";

    private final WorkspaceDoor workspaces;
    private final EndpointDoor endpoints;
    private final Forwarder forwarder;
    private final ProblemWriter problems;
    private final Vertx vertx;

    ProxyRoutes(
            WorkspaceDoor workspaces,
            EndpointDoor endpoints,
            Forwarder forwarder,
            ProblemWriter problems,
            Vertx vertx) {
        this.workspaces = workspaces;
        this.endpoints = endpoints;
        this.forwarder = forwarder;
        this.problems = problems;
        this.vertx = vertx;
    }

    /** What a door decides for a request; may wait for the cluster. */
    private interface Door {
        Upstream open(Caller caller, String team, String name);
    }

    void register(@Observes Router router) {
        router.routeWithRegex(WORKSPACE).handler(context -> forward(context, workspaces::open, true));
        router.routeWithRegex(HttpMethod.GET, ENDPOINT).handler(this::ask);
        router.routeWithRegex(HttpMethod.POST, ENDPOINT).handler(this::ask);
    }

    private void ask(RoutingContext context) {
        String path = context.pathParam("param2") == null ? "" : context.pathParam("param2");
        String query =
                context.request().query() == null ? "" : "?" + context.request().query();
        forward(context, (caller, team, name) -> endpoints.open(caller, team, name, path, query), false);
    }

    private void forward(RoutingContext context, Door door, boolean webSockets) {
        context.request().pause();
        String team = context.pathParam("param0");
        String name = context.pathParam("param1");
        Caller caller = CurrentCaller.of(QuarkusHttpUser.getSecurityIdentityBlocking(context, null));
        vertx.executeBlocking(() -> door.open(caller, team, name), false)
                .onSuccess(upstream -> forwarder.forward(context, upstream, webSockets))
                .onFailure(failure -> {
                    context.request().resume();
                    if (failure instanceof PlatformException platform) {
                        problems.write(context, platform);
                    } else {
                        context.fail(failure);
                    }
                });
    }
}
