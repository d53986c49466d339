package dev.freihafen.platform.run;

import dev.freihafen.platform.testing.Account;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as they come, like a browser. */
final class EventReader implements AutoCloseable {
    /** An event. */
    record Event(String id, String name, String data) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean hasEnded;

    /** @param lastEventId null for all of it */
    EventReader(Account account, String path, @Nullable String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path + "/events"))
                .header("Authorization", "Bearer " + account.token())
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        thread = Thread.ofVirtual().start(this::read);
    }

    int status() {
        return response.statusCode();
    }

    String type() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<String> comments() {
        return List.copyOf(comments);
    }

    boolean hasEnded() {
        return hasEnded;
    }

    private void read() {
        String id = "";
        String name = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(":")) {
                    comments.add(line);
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    events.add(new Event(
                            id, name, Objects.requireNonNull(line).substring(5).strip()));
                }
            }
        } catch (IOException broken) {
            // The end of the stream as well.
        }
        hasEnded = true;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        client.shutdownNow();
        thread.join();
    }
}
