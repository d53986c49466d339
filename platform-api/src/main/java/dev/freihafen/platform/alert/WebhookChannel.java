package dev.freihafen.platform.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;

/** POSTs alerts as signed JSON; any answer of class 2xx is a receipt. */
@Singleton
final class WebhookChannel implements Channel {
    /** Header that carries the id of the alert. */
    static final String ID_HEADER = "Freihafen-Alert";

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ObjectMapper json;
    private final String secret;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    WebhookChannel(ObjectMapper json, PlatformConfig config, Clock clock) {
        this.json = json;
        this.secret = config.alerts().webhookSecret().orElse("");
        this.clock = clock;
    }

    @Override
    public Kind kind() {
        return Kind.Webhook;
    }

    @Override
    public void deliver(Alert alert, String target) throws IOException, InterruptedException {
        if (secret.isEmpty()) {
            throw new IOException("freihafen.alerts.webhook-secret is not set; nothing is sent unsigned");
        }
        String body = json.writeValueAsString(alert);
        HttpRequest request = HttpRequest.newBuilder(URI.create(target))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header(ID_HEADER, alert.id().toString())
                .header(WebhookSignature.HEADER, WebhookSignature.of(body, clock.instant(), secret))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("it answered " + status);
        }
    }
}
