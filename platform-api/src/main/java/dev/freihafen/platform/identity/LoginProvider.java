package dev.freihafen.platform.identity;

import dev.freihafen.platform.wiring.PlatformConfig;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether the identity provider answers: asked before a browser is sent to it. */
@Singleton
final class LoginProvider {
    private static final int CONNECT_MILLISECONDS = 2_000;
    private static final int IDLE_SECONDS = 3;
    private static final int BROKEN = 500;

    private final HttpClient client;
    private final String discovery;

    LoginProvider(Vertx vertx, PlatformConfig config, TlsConfigurationRegistry tls) {
        this.discovery = config.oidc().issuer() + "/.well-known/openid-configuration";
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(discovery.startsWith("https:"))
                .setConnectTimeout(CONNECT_MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS);
        tls.getDefault().map(TlsConfiguration::getTrustStoreOptions).ifPresent(options::setTrustOptions);
        this.client = vertx.createHttpClient(options);
    }

    Uni<Boolean> answers() {
        Future<Boolean> answer = client.request(
                        new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(discovery))
                .compose(HttpClientRequest::send)
                .map(response -> response.statusCode() < BROKEN)
                .recover(failure -> Future.succeededFuture(false));
        return Uni.createFrom().completionStage(answer.toCompletionStage());
    }

    /** Whether a login failed because the provider did not answer. */
    static boolean isAway(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
