package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What was answered.
 *
 * @param request method and address, for messages
 * @param retryAfter seconds after which the server asks to try again, as it says it
 * @param text the body
 */
record Answer(String request, int status, String contentType, String location, String retryAfter, String text) {
    static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.request().method() + " " + response.request().uri(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Location").orElse(""),
                response.headers().firstValue("Retry-After").orElse(""),
                response.body());
    }

    /** The answer itself, if it has one of these states. */
    Answer expect(Integer... statuses) {
        assertThat(List.of(statuses))
                .as("%s was answered with %s", request, text)
                .contains(status);
        return this;
    }

    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException none) {
            throw new AssertionError(request + " was answered with no JSON: " + text, none);
        }
    }

    /** The items of a list. */
    List<JsonNode> items() {
        return StreamSupport.stream(json().path("items").spliterator(), false).toList();
    }

    String field(String name) {
        return json().path(name).asText();
    }

    /** Last part of the problem's type; the answer must be a problem. */
    String problem() {
        assertThat(contentType).as("%s: %s", request, text).startsWith("application/problem+json");
        return field("type").substring(field("type").lastIndexOf(':') + 1);
    }
}
