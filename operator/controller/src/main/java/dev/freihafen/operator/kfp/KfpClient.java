package dev.freihafen.operator.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends requests of the REST API v2beta1 and reads the answers; it decides nothing and tries nothing again. */
final class KfpClient {
    /** Terminating a run whose Workflow is gone takes the server up to 14 seconds. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * A server and who asks it.
     *
     * @param url where it answers, without the path
     * @param token bearer token, absent where none is needed
     */
    record Target(String url, @Nullable String token) {}

    /** What it says of itself. */
    Answer health(String url) {
        return send(new Target(url, null), "GET", "/healthz", null, READ);
    }

    /** Experiments of that name in the namespace. */
    Answer experiments(Target target, String namespace, String name) {
        String filter = JSON.createObjectNode()
                .set(
                        "predicates",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode()
                                        .put("operation", "EQUALS")
                                        .put("key", "display_name")
                                        .put("string_value", name)))
                .toString();
        return send(
                target,
                "GET",
                "/experiments?namespace=" + encoded(namespace) + "&filter=" + encoded(filter),
                null,
                READ);
    }

    /** Makes an experiment. */
    Answer createExperiment(Target target, String namespace, String name) {
        JsonNode body = JSON.createObjectNode().put("display_name", name).put("namespace", namespace);
        return send(target, "POST", "/experiments", body, READ);
    }

    /** Makes a run, as {@link Handover} describes it. */
    Answer post(Target target, JsonNode run) {
        return send(target, "POST", "/runs", run, LONGEST);
    }

    /** Reads a run. */
    Answer get(Target target, String run) {
        return send(target, "GET", "/runs/" + encoded(run), null, READ);
    }

    /** Has a run ended. */
    Answer terminate(Target target, String run) {
        return send(target, "POST", "/runs/" + encoded(run) + ":terminate", null, LONGEST);
    }

    /** Has a failed run go on. */
    Answer retry(Target target, String run) {
        return send(target, "POST", "/runs/" + encoded(run) + ":retry", null, LONGEST);
    }

    /** Deletes a run and its Workflow. */
    Answer delete(Target target, String run) {
        return send(target, "DELETE", "/runs/" + encoded(run), null, LONGEST);
    }

    private Answer send(Target target, String method, String path, @Nullable JsonNode body, Duration limit) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.url() + "/apis/v2beta1" + path))
                    .timeout(limit)
                    .header("Accept", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (target.token() != null) {
                request.header("Authorization", "Bearer " + target.token());
            }
            return read(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException none) {
            String words = none.getMessage() == null ? none.getClass().getSimpleName() : none.getMessage();
            return new Answer.Silence("it does not answer (" + words + ")", Duration.ZERO);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer.Silence("the operator is being stopped", Duration.ZERO);
        }
    }

    private static Answer read(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 429 || status == 502 || status == 503 || status == 504) {
            return new Answer.Silence("it answers " + status, retryAfter(response));
        }
        JsonNode body = parse(response.body());
        if (status != 200) {
            return new Answer.Refused(status, body.path("message").asText(status + " without a reason"));
        }
        return body.isObject()
                ? new Answer.Done(body)
                : new Answer.Silence("something else than Kubeflow Pipelines answers there", Duration.ZERO);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException foreign) {
            return MissingNode.getInstance();
        }
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
