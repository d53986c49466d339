package dev.freihafen.platform.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.problem.Problem;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request on. The proxying itself is vertx-http-proxy's; its interceptors do not run on WebSocket upgrades, so
 * headers are changed on the inbound request before the proxy sees it.
 */
@Singleton
final class Forwarder {
    private static final Logger LOG = Logger.getLogger(Forwarder.class);

    /** Pause between two tries to open a connection, in milliseconds. */
    private static final long PAUSE = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration patience;
    private final ObjectMapper json;

    Forwarder(Vertx vertx, PlatformConfig config, ObjectMapper json) {
        this.vertx = vertx;
        this.json = json;
        this.patience = config.proxy().connectTimeout();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(64)
                .setConnectTimeout((int) patience.toMillis())
                .setIdleTimeout((int) config.proxy().idleTimeout().toSeconds()));
    }

    void forward(RoutingContext context, Upstream upstream, boolean webSockets) {
        HttpServerRequest request = context.request();
        HostAndPort asked = request.authority();
        InboundHeaders.strip(request.headers());
        if (upstream.authorization() != null) {
            request.headers().set("Authorization", upstream.authorization());
        }
        if (asked != null) {
            request.headers().set("X-Forwarded-Host", asked.toString());
        }
        request.headers().set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(webSockets), client)
                .origin(proxied -> connect(target(upstream, asked), System.nanoTime() + patience.toNanos()))
                .addInterceptor(new Outbound(upstream))
                .handle(request);
    }

    /** The upstream sees the Host that the browser sees, which its check of a WebSocket's Origin compares. */
    private static RequestOptions target(Upstream upstream, @Nullable HostAndPort asked) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(upstream.port(), upstream.host()))
                .setHost(asked == null ? upstream.host() : asked.host())
                .setPort(asked == null ? upstream.port() : Math.max(asked.port(), 80));
    }

    /**
     * Opens a connection. A Service refuses connections until the cluster's service proxy has learned of its first
     * ready pod, which may be later than we did; nothing was sent then, so every request can wait for it.
     *
     * @param until when to give up, as {@link System#nanoTime} tells it
     */
    private Future<HttpClientRequest> connect(RequestOptions target, long until) {
        return client.request(target).recover(failure -> {
            if (!refused(failure) || System.nanoTime() - until > 0) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(PAUSE, TimeUnit.MILLISECONDS).compose(waited -> connect(target, until));
        });
    }

    private static boolean refused(Throwable failure) {
        return failure instanceof ConnectException || failure instanceof NoRouteToHostException;
    }

    /** For HTTP: asks for the upstream's path, and answers a problem when nobody answers. */
    private final class Outbound implements ProxyInterceptor {
        private final Upstream upstream;

        Outbound(Upstream upstream) {
            this.upstream = upstream;
        }

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext proxied) {
            String inbound = proxied.request().proxiedRequest().path();
            if (upstream.uri() != null) {
                proxied.request().setURI(upstream.uri());
            }
            return proxied.sendRequest().recover(failure -> {
                LOG.infof("%s was not answered: %s", inbound, failure.getMessage());
                return Future.succeededFuture(unanswered(proxied, String.valueOf(inbound)));
            });
        }

        private ProxyResponse unanswered(ProxyContext proxied, String path) {
            Problem problem = Problem.of(
                    new PlatformException.BadGateway(
                            "The workload closed the connection or does not answer; look at its state and try again."),
                    path);
            Buffer body = Buffer.buffer(write(problem));
            return proxied.request()
                    .release()
                    .response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .putHeader("Content-Length", String.valueOf(body.length()))
                    .setBody(Body.body(body));
        }
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem cannot be written", impossible);
        }
    }
}
