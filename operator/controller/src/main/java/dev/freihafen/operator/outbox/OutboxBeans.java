package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.operator.OperatorConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the outbox with tokens of the operator's own client at the identity provider. */
final class OutboxBeans {
    @Produces
    @Singleton
    HttpOutbox outbox(OperatorConfig config, OidcClient oidc, ObjectMapper json, MeterRegistry metrics) {
        return new HttpOutbox(config.cluster(), config.apiUrl(), new ClientTokens(oidc), json, metrics);
    }

    /** Keeps a token until shortly before it expires. */
    private static final class ClientTokens implements FeedClient.TokenSource {
        private static final Duration LIMIT = Duration.ofSeconds(10);

        private final OidcClient oidc;
        private @Nullable Tokens tokens;

        ClientTokens(OidcClient oidc) {
            this.oidc = oidc;
        }

        @Override
        public String token() throws IOException {
            try {
                if (tokens == null || tokens.isAccessTokenExpired() || tokens.isAccessTokenWithinRefreshInterval()) {
                    tokens = oidc.getTokens().await().atMost(LIMIT);
                }
                return tokens.getAccessToken();
            } catch (RuntimeException refused) {
                throw new IOException("no token from the identity provider: " + refused.getMessage(), refused);
            }
        }
    }
}
