package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** Sends one batch and reads the answer. */
final class FeedClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Bad request, too large, not understood: the batch is at fault, not the moment. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final ObjectMapper json;
    private final URI target;
    private final TokenSource tokens;

    FeedClient(URI api, TokenSource tokens, ObjectMapper json) {
        this.target = api.resolve("/api/v1/usage");
        this.tokens = tokens;
        this.json = json;
    }

    /**
     * @throws RetryLater when the batch was not taken, or nobody knows whether it was: sending it again is harmless
     * @throws Refused when the batch as a whole will never be taken: smaller ones may
     */
    Acknowledgement send(Batch batch) throws RetryLater, Refused, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + tokens.token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(batch)))
                    .build();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (REFUSALS.contains(response.statusCode())) {
                throw new Refused("the platform API answered " + response.statusCode());
            }
            if (response.statusCode() != 200) {
                throw new RetryLater("the platform API answered " + response.statusCode(), retryAfter(response));
            }
            Acknowledgement answer = json.readValue(response.body(), Acknowledgement.class);
            if (answer.ids().count() < batch.rows().size()) {
                throw new RetryLater("the platform API left rows unanswered", Duration.ZERO);
            }
            return answer;
        } catch (IOException noAnswer) {
            throw new RetryLater("the platform API did not answer: " + noAnswer.getMessage(), Duration.ZERO);
        }
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    /** Gives a bearer token that is valid now. */
    @FunctionalInterface
    interface TokenSource {
        String token() throws IOException, InterruptedException;
    }

    /** The batch is never taken as it is. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** The batch is to be sent again, not before the given time has passed. */
    static final class RetryLater extends Exception {
        private static final long serialVersionUID = 1;
        private final Duration atLeast;

        RetryLater(String message, Duration atLeast) {
            super(message);
            this.atLeast = atLeast;
        }

        Duration atLeast() {
            return atLeast;
        }
    }
}
