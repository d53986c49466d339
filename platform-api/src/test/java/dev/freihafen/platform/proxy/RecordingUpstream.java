package dev.freihafen.platform.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A workload that remembers what reaches it: HTTP answers the path and body, WebSockets echo. */
final class RecordingUpstream implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** A request as it arrived. */
    record Received(String uri, MultiMap headers) {}

    private RecordingUpstream(HttpServer server) {
        this.server = server;
    }

    static RecordingUpstream start(Vertx vertx) throws Exception {
        return start(vertx, 0);
    }

    static RecordingUpstream start(Vertx vertx, int port) throws Exception {
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(port));
        RecordingUpstream upstream = new RecordingUpstream(server);
        server.requestHandler(request -> {
            upstream.received.add(new Received(request.uri(), copy(request.headers())));
            request.body()
                    .onSuccess(body -> request.response()
                            .putHeader("X-Upstream", "yes")
                            .end(request.method() + " " + request.uri() + " " + body));
        });
        server.webSocketHandler(socket -> {
            upstream.received.add(new Received(socket.uri(), copy(socket.headers())));
            socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
        });
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return upstream;
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    Received last() {
        return received.getLast();
    }

    int count() {
        return received.size();
    }

    @Override
    public void close() {
        server.close();
    }

    private static MultiMap copy(MultiMap headers) {
        return MultiMap.caseInsensitiveMultiMap().addAll(headers);
    }
}
