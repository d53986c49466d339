package dev.freihafen.platform.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, beside the one under test and on the same database; it can be killed. */
public final class RunningApi implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final int START_SECONDS = 300;

    private final int port;
    private final int workspacePort;
    private final int managementPort;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    private RunningApi(Map<String, String> more) throws IOException {
        this.port = freePort();
        this.workspacePort = freePort();
        this.managementPort = freePort();
        this.settings = new HashMap<>(TestPlatform.settings());
        settings.put("quarkus.http.port", String.valueOf(port));
        settings.put("quarkus.management.port", String.valueOf(managementPort));
        settings.put("freihafen.workspaces.port", String.valueOf(workspacePort));
        settings.putAll(more);
        this.log = Path.of("target", "running-api-" + port + ".log");
        this.process = launch();
    }

    /** Starts it and waits until it is ready. */
    public static RunningApi start(Map<String, String> more) throws IOException, InterruptedException {
        RunningApi api = new RunningApi(more);
        api.awaitReady();
        return api;
    }

    /** {@code http://localhost:<port>}. */
    public String origin() {
        return "http://localhost:" + port;
    }

    /** The origin of workspaces. */
    public String workspaceOrigin() {
        return "http://localhost:" + workspacePort;
    }

    /** SIGKILL, at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again with the settings it had. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private Process launch() throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: this test runs after the package phase");
        }
        Path kubeconfig = Files.createTempFile("freihafen-test", ".kubeconfig");
        Files.writeString(kubeconfig, TestPlatform.kubeconfig());
        kubeconfig.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        settings.forEach((name, value) ->
                builder.environment().put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + managementPort + "/q/health/ready"))
                    .build();
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // It does not listen yet.
                }
                Thread.sleep(200);
            }
        }
        kill();
        throw new IllegalStateException("the program did not become ready: " + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
