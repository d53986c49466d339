package dev.freihafen.operator.meter;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API server's time, from the {@code Date} header of its answers. */
final class ServerClock {
    private final KubernetesClient client;

    ServerClock(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Asks now.
     *
     * @throws IOException when the API server does not answer or its answer has no date
     */
    Instant ask() throws IOException, InterruptedException {
        HttpClient http = client.getHttpClient();
        URI version = URI.create(client.getMasterUrl().toString()).resolve("/version");
        try {
            HttpResponse<byte[]> response = http.sendAsync(
                            http.newHttpRequestBuilder().uri(version).build(), byte[].class)
                    .get(10, TimeUnit.SECONDS);
            return response.headers("Date").stream()
                    .findFirst()
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseThrow(() -> new IOException("the API server's answer has no Date header"));
        } catch (DateTimeParseException odd) {
            throw new IOException("the API server's answer has no readable Date header", odd);
        } catch (ExecutionException | TimeoutException away) {
            throw new IOException("the API server does not answer", away);
        }
    }
}
