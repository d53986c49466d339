package dev.freihafen.operator.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;

/** A stand-in for the platform API's usage route, on a real socket, that can be told to misbehave. */
public final class FeedServer implements AutoCloseable {
    /** What the next request meets. */
    public enum Fault {
        /** 503 with Retry-After: 1, nothing taken. */
        UNAVAILABLE,
        /** Taken, but the connection is cut before the answer. */
        REPLY_LOST,
        /** 401, nothing taken. */
        UNAUTHORIZED,
        /** 200 with a list of nulls. */
        NONSENSE
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final List<JsonNode> batches = new ArrayList<>();
    private final List<JsonNode> refused = new ArrayList<>();
    private final Map<String, JsonNode> rows = new TreeMap<>();
    private volatile String poison = "";
    private volatile String indigestible = "";
    private volatile boolean down;

    public FeedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/usage", this::answer);
        server.createContext("/protocol/openid-connect/token", FeedServer::giveToken);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** An outbox that sends here, not started. */
    public HttpOutbox outbox(MeterRegistry metrics) {
        return new HttpOutbox("local", uri(), () -> "secret", new ObjectMapper(), metrics);
    }

    public void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** Rows whose id contains this are rejected. */
    public void poison(String part) {
        poison = part;
    }

    /** Batches with a row whose id contains this are answered 400 as a whole. */
    public void choke(String part) {
        indigestible = part;
    }

    /** Whether every request is answered 503. */
    public void down(boolean now) {
        down = now;
    }

    /** Rows of one object, in the order of their ids. */
    public List<JsonNode> rowsOf(String uid) {
        return rows().values().stream()
                .filter(row -> row.path("objectUid").asText().equals(uid))
                .sorted(Comparator.comparing(row -> row.get("id").asText()))
                .toList();
    }

    public synchronized List<JsonNode> batches() {
        return List.copyOf(batches);
    }

    /** Rows taken so far, by id. */
    public synchronized Map<String, JsonNode> rows() {
        return Map.copyOf(rows);
    }

    /** How often the end of an object was told in vain. */
    public synchronized long refusedEnds(String uid) {
        return refused.stream()
                .filter(batch -> batch.get("rows")
                        .valueStream()
                        .anyMatch(row -> row.path("objectUid").asText().equals(uid) && row.has("end")))
                .count();
    }

    private synchronized void refuse(JsonNode batch) {
        refused.add(batch);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void giveToken(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = "{\"access_token\":\"secret\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode batch = JSON.readTree(exchange.getRequestBody());
        Fault fault = faults.poll();
        try (exchange) {
            if (down || fault == Fault.UNAVAILABLE) {
                refuse(batch);
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (fault == Fault.UNAUTHORIZED
                    || !"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (!indigestible.isEmpty() && batch.get("rows").toString().contains(indigestible)) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            if (fault == Fault.NONSENSE) {
                byte[] nonsense = "{\"accepted\":[null]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, nonsense.length);
                exchange.getResponseBody().write(nonsense);
                return;
            }
            byte[] body = JSON.writeValueAsBytes(take(batch));
            if (fault != Fault.REPLY_LOST) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private synchronized ObjectNode take(JsonNode batch) {
        batches.add(batch);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode accepted = answer.putArray("accepted");
        ArrayNode rejected = answer.putArray("rejected");
        for (JsonNode row : batch.get("rows")) {
            String id = row.get("id").asText();
            if (!poison.isEmpty() && id.contains(poison)) {
                rejected.addObject().put("id", id).put("reason", "poisoned");
            } else {
                rows.put(id, row);
                accepted.add(id);
            }
        }
        return answer;
    }
}
