package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freihafen.kfp.Experiments.Experiment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers on a real socket like a Kubeflow Pipelines 2.17.0 server: health, experiments and runs. It executes nothing: a test
 * says through {@link #runs()} what became of a run, and through {@link #traps()} what goes wrong.
 */
public final class KfpStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "/apis/v2beta1";
    private static final Pattern RUN = Pattern.compile("/runs/([^/:]+)(?::([a-z]+))?");
    private static final Pattern EXPERIMENT = Pattern.compile("/experiments/([^/:]+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Settings settings;
    private final Caller caller;
    private final Experiments experiments;
    private final KfpRuns runs;
    private final Traps traps = new Traps();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /**
     * How the server is set up.
     *
     * @param multiUser whether namespaces matter and callers are checked
     * @param version what it says of itself, such as {@code 2.17.0}; {@code unknown} for one that was built without
     */
    public record Settings(boolean multiUser, String version) {}

    /** Starts on a free port of this machine. */
    public KfpStandIn(Settings settings, Workflows workflows, Caller caller, Clock clock) throws IOException {
        this.settings = settings;
        this.caller = caller;
        this.experiments = new Experiments(settings.multiUser(), clock);
        this.runs = new KfpRuns(experiments, workflows, settings.multiUser(), clock);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it answers, without the prefix of the API. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Its runs, for a test to move. */
    public KfpRuns runs() {
        return runs;
    }

    /** What goes wrong. */
    public Traps traps() {
        return traps;
    }

    /** Every request that came, as {@code POST /runs}; also those that met a trap. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        traps.releaseAll();
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String request = exchange.getRequestMethod() + " " + path.replaceFirst(BASE, "");
            requests.add(request);
            if (traps.isGone()) {
                return;
            }
            Optional<Traps.Held> held = traps.holding(request, exchange.getRequestURI() + body);
            if (held.isPresent()) {
                hold(exchange, path, body, held.get());
                return;
            }
            pause();
            if (traps.refuses()) {
                Integer seconds = traps.retryAfterSeconds();
                if (seconds != null) {
                    exchange.getResponseHeaders().add("Retry-After", Integer.toString(seconds));
                }
                send(exchange, 503, JSON.createObjectNode().put("code", 14).put("message", "unavailable"));
                return;
            }
            if (path.equals(BASE + "/runs") && exchange.getRequestMethod().equals("POST")) {
                post(exchange, body);
                return;
            }
            respond(exchange, () -> route(exchange, path, body));
        }
    }

    private void hold(HttpExchange exchange, String path, String body, Traps.Held held) {
        if (held.isDone()) {
            try {
                if (path.equals(BASE + "/runs")) {
                    createRun(exchange, body, false);
                } else {
                    route(exchange, path, body);
                }
            } catch (KfpError nobodyHearsIt) {
                // The connection is cut whatever the answer would have been.
            }
        }
        held.await();
    }

    private void post(HttpExchange exchange, String body) throws IOException {
        if (traps.losesPost()) {
            return;
        }
        boolean losesRow = traps.losesRow();
        if (losesRow || traps.dropsReply()) {
            try {
                createRun(exchange, body, losesRow);
            } catch (KfpError nobodyHearsIt) {
                // The connection is cut whatever the answer would have been.
            }
            return;
        }
        respond(exchange, () -> createRun(exchange, body, false));
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(traps.delay().toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode route(HttpExchange exchange, String path, String body) {
        String method = exchange.getRequestMethod();
        if (!path.startsWith(BASE)) {
            throw KfpError.noSuchPath();
        }
        String rest = path.substring(BASE.length());
        Matcher run = RUN.matcher(rest);
        if (run.matches()) {
            return run(exchange, method, run.group(1), run.group(2));
        }
        Matcher experiment = EXPERIMENT.matcher(rest);
        if (experiment.matches() && method.equals("GET")) {
            return experiments.get(experiment.group(1));
        }
        return switch (rest) {
            case "/healthz" ->
                JSON.createObjectNode()
                        .put("commit_sha", "unknown")
                        .put("tag_name", settings.version())
                        .put("multi_user", settings.multiUser())
                        .put("pipeline_store", "database");
            case "/experiments" -> experiments(exchange, method, body);
            case "/runs" -> throw KfpError.noSuchMethod();
            default -> throw KfpError.noSuchPath();
        };
    }

    private JsonNode experiments(HttpExchange exchange, String method, String body) {
        String empty = "An experiment cannot have an empty namespace in multi-user mode";
        if (method.equals("GET")) {
            String namespace = query(exchange, "namespace");
            if (settings.multiUser() && namespace.isEmpty()) {
                throw KfpError.invalid(
                        "List experiments failed: Failed to authorize with API: Invalid input error: " + empty, empty);
            }
            check(exchange, namespace, "list", "experiments", "List experiments failed: ");
            return experiments.list(namespace, query(exchange, "filter"));
        }
        if (!method.equals("POST")) {
            throw KfpError.noSuchMethod();
        }
        ObjectNode message = Experiments.read(body);
        String namespace = Experiments.namespace(message);
        String failed = "Failed to create a experiment: Failed to authorize the request: ";
        if (settings.multiUser() && namespace.isEmpty()) {
            throw KfpError.invalid(failed + "Invalid input error: " + empty, empty);
        }
        check(exchange, namespace, "create", "experiments", failed + "Failed to authorize with API: ");
        return experiments.create(message);
    }

    private JsonNode createRun(HttpExchange exchange, String body, boolean losesRow) {
        ObjectNode message = KfpRuns.read(body);
        KfpRuns.checkName(message);
        Experiment experiment = runs.experiment(message);
        check(exchange, experiment.namespace(), "create", "runs", "Failed to create a new run: ");
        return runs.create(message, experiment, losesRow);
    }

    private JsonNode run(HttpExchange exchange, String method, String id, @Nullable String verb) {
        String asked = method + (verb == null ? "" : ":" + verb);
        String namespace = runs.namespace(id);
        return switch (asked) {
            case "GET" -> {
                checkRun(exchange, id, namespace, "get", "Failed to get a run: ");
                yield runs.get(id);
            }
            case "DELETE" -> {
                checkRun(exchange, id, namespace, "delete", "Failed to delete a run: ");
                yield runs.delete(id);
            }
            case "POST:terminate" -> {
                checkRun(exchange, id, namespace, "terminate", "Failed to terminate a run: ");
                yield runs.terminate(id);
            }
            case "POST:retry" -> {
                checkRun(exchange, id, namespace, "retry", "Failed to retry a run: ");
                yield runs.retry(id);
            }
            default -> throw KfpError.noSuchMethod();
        };
    }

    private void checkRun(HttpExchange exchange, String id, @Nullable String namespace, String verb, String failed) {
        if (namespace != null) {
            check(
                    exchange,
                    namespace,
                    verb,
                    "runs",
                    failed + "Failed to authorize the request: Failed to access run " + id
                            + ". Check if you have access to namespace " + namespace + ": ");
        }
    }

    private void check(HttpExchange exchange, String namespace, String verb, String resource, String failed) {
        if (!settings.multiUser()) {
            return;
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String token = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : null;
        String name = caller.name(token);
        if (name == null) {
            String detail = "Failed to check authorization. User identity is empty in the request header";
            String missing = "Request header error: there is no user identity header.";
            String noHeader = "Unauthenticated: " + missing + ": " + missing;
            throw KfpError.unauthenticated(
                    failed + "Unauthenticated: " + detail + ": "
                            + (token == null
                                    ? noHeader
                                    : "[" + noHeader
                                            + ", Authentication failure: Unauthenticated: Review.Status.Authenticated is false. "
                                            + "Error invalid bearer token: Failed to authenticate token review]"),
                    detail);
        }
        if (!caller.mayDo(name, namespace, verb, resource)) {
            String detail =
                    ("User '%s' is not authorized with reason:  (request: &ResourceAttributes{Namespace:%s,Verb:%s,"
                                    + "Group:pipelines.kubeflow.org,Version:v1beta1,Resource:%s,Subresource:,Name:,"
                                    + "FieldSelector:nil,LabelSelector:nil,})")
                            .formatted(name, namespace, verb, resource);
            throw KfpError.forbidden(failed + "PermissionDenied: " + detail + ": Unauthorized access", detail);
        }
    }

    private static String query(HttpExchange exchange, String name) {
        String all = exchange.getRequestURI().getRawQuery();
        return all == null
                ? ""
                : Arrays.stream(all.split("&"))
                        .filter(one -> one.startsWith(name + "="))
                        .map(one -> URLDecoder.decode(one.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .findFirst()
                        .orElse("");
    }

    /** Something to answer. */
    private interface Answer {
        JsonNode give();
    }

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        try {
            send(exchange, 200, answer.give());
        } catch (KfpError error) {
            send(exchange, error.status(), error.body());
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
