package dev.freihafen.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A notebook's kernel behind a WebSocket: it is given code and says what comes of it. */
final class Kernel implements WebSocket.Listener, AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private Kernel() {}

    /** Connects; fails with the cause when the handshake is refused. */
    static Kernel connected(Web web, String kernelPath, UnaryOperator<WebSocket.Builder> credentials) {
        Kernel kernel = new Kernel();
        URI address = URI.create(Platform.WORKSPACES.replace("http", "ws") + kernelPath + "/channels");
        WebSocket.Builder builder = web.client()
                .newWebSocketBuilder()
                .header("Origin", Platform.WORKSPACES)
                .connectTimeout(ANSWER);
        try {
            kernel.socket =
                    credentials.apply(builder).buildAsync(address, kernel).join();
        } catch (CompletionException refused) {
            throw new AssertionError("no WebSocket at " + address + ": " + refused.getCause(), refused.getCause());
        }
        return kernel;
    }

    /** The value of an expression, as the kernel writes it. */
    String evaluate(String code) {
        String message = Answer.JSON
                .valueToTree(Map.of(
                        "channel", "shell",
                        "header",
                                Map.of(
                                        "msg_id", UUID.randomUUID().toString(),
                                        "msg_type", "execute_request",
                                        "session", UUID.randomUUID().toString(),
                                        "username", "test",
                                        "version", "5.3"),
                        "parent_header", Map.of(),
                        "metadata", Map.of(),
                        "buffers", java.util.List.of(),
                        "content",
                                Map.of(
                                        "code", code,
                                        "silent", false,
                                        "store_history", true,
                                        "user_expressions", Map.of(),
                                        "allow_stdin", false,
                                        "stop_on_error", true)))
                .toString();
        java.util.Objects.requireNonNull(socket).sendText(message, true).join();
        long end = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() < end) {
            JsonNode content = next();
            if (content.path("data").has("text/plain")) {
                return content.path("data").path("text/plain").asText();
            }
        }
        throw new AssertionError("the kernel did not answer " + code);
    }

    private JsonNode next() {
        try {
            String text = messages.poll(ANSWER.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("the kernel said nothing for " + ANSWER.toSeconds() + " s");
            }
            return Answer.JSON.readTree(text).path("content");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the kernel", stopped);
        } catch (com.fasterxml.jackson.core.JsonProcessingException unreadable) {
            throw new AssertionError("the kernel spoke no JSON", unreadable);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
