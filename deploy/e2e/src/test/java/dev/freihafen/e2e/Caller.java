package dev.freihafen.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.function.Supplier;

/** An account at the API's door. */
final class Caller {
    private final Web web;
    private final String base;
    private final Supplier<String> token;

    Caller(Web web, String base, Supplier<String> token) {
        this.web = web;
        this.base = base;
        this.token = token;
    }

    Answer get(String path) {
        return web.send(request(path).GET());
    }

    Answer delete(String path) {
        return web.send(request(path).DELETE());
    }

    Answer post(String path, Object body) {
        return web.send(json(path).POST(HttpRequest.BodyPublishers.ofString(text(body))));
    }

    /** Creates under an Idempotency-Key. */
    Answer post(String path, Object body, String key) {
        return web.send(
                json(path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(text(body))));
    }

    Answer put(String path, Object body) {
        return web.send(json(path).PUT(HttpRequest.BodyPublishers.ofString(text(body))));
    }

    Answer putYaml(String path, String body) {
        return web.send(request(path)
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    String token() {
        return token.get();
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token.get());
    }

    private static String text(Object body) {
        try {
            return body instanceof String text ? text : Answer.JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a body of plain values: " + Map.of("body", body), impossible);
        }
    }
}
