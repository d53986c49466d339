package dev.freihafen.platform.listener;

import dev.freihafen.platform.problem.ProblemType;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One more port before the same routes. It is closed until {@link #open}; who owns it keeps the requests apart that came
 * in {@linkplain #received here} and elsewhere.
 */
public final class ExtraPort {
    private static final long START_SECONDS = 10;
    private static final int CLOSED = -1;

    private final Vertx vertx;
    private volatile int number = CLOSED;
    private @Nullable HttpServer server;

    public ExtraPort(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The port it listens on; -1 before it does. */
    public int number() {
        return number;
    }

    /**
     * Listens from now on.
     *
     * @param port 0 takes one that is free
     * @throws ExecutionException when the address cannot be had
     * @throws TimeoutException when it is not open within 10 seconds
     */
    public void open(String host, int port) throws InterruptedException, ExecutionException, TimeoutException {
        HttpServer started = vertx.createHttpServer(
                        new HttpServerOptions().setHost(host).setPort(port).setHandle100ContinueAutomatically(true))
                .requestHandler(ExtraPort::toRoutes)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        server = started;
        number = started.actualPort();
    }

    /** Listens no more. */
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    /** Whether the request came in by this port. */
    public boolean received(RoutingContext context) {
        return context.request().localAddress() != null
                && context.request().localAddress().port() == number;
    }

    private static void toRoutes(HttpServerRequest request) {
        Handler<HttpServerRequest> routes = VertxHttpRecorder.getRootHandler();
        if (routes == null) {
            request.response().setStatusCode(ProblemType.Unavailable.status()).end();
        } else {
            routes.handle(request);
        }
    }
}
