package dev.freihafen.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;

/**
 * The packaged program on a database of its own, to be ended by SIGKILL at any step of what it does there. Until it is closed,
 * RestAssured speaks to it.
 */
public final class KilledApi implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;
    private static final Pattern WRITES =
            Pattern.compile("(insert|update|delete|copy)\\b.*|" + StatementProxy.COPY_DONE, Pattern.CASE_INSENSITIVE);
    private static final String COMMIT = "COMMIT";

    private final Jdbi jdbi;
    private final StatementProxy proxy;
    private final RunningApi api;

    private KilledApi(Jdbi jdbi, StatementProxy proxy, RunningApi api) {
        this.jdbi = jdbi;
        this.proxy = proxy;
        this.api = api;
    }

    /** Makes the database and starts the program. */
    public static KilledApi start() throws IOException, InterruptedException {
        URI all = URI.create(Objects.requireNonNull(TestPlatform.settings().get("quarkus.datasource.jdbc.url"))
                .substring("jdbc:".length()));
        String name = "killed_" + UUID.randomUUID().toString().substring(0, 8);
        String user = Objects.requireNonNull(TestPlatform.settings().get("quarkus.datasource.username"));
        Jdbi.create(url(all.getPort(), "postgres"), user, "")
                .useHandle(handle -> handle.execute("create database " + name));
        StatementProxy proxy = StatementProxy.before(all.getPort());
        RunningApi api = RunningApi.start(Map.of(
                "quarkus.datasource.jdbc.url",
                url(proxy.port(), name),
                "quarkus.datasource.jdbc.acquisition-timeout",
                PATIENCE_SECONDS + "s"));
        RestAssured.baseURI = "http://localhost";
        RestAssured.port = URI.create(api.origin()).getPort();
        return new KilledApi(Jdbi.create(url(all.getPort(), name), user, ""), proxy, api);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?sslmode=disable&gssEncMode=disable";
    }

    /** Its database, by another way than the program's. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * The steps of the latest transaction that has a statement with this part: before each different statement that writes,
     * before the commit, and after it, when nobody has been told of it yet.
     */
    public List<StatementProxy.Step> steps(String part) {
        List<StatementProxy.Step> steps = new ArrayList<>();
        proxy.statementsOf(part).stream()
                .filter(statement -> WRITES.matcher(statement).matches())
                .distinct()
                .forEach(statement -> steps.add(new StatementProxy.Step("", statement, false)));
        steps.add(commit(part, false));
        steps.add(commit(part, true));
        return steps;
    }

    /** The commit of a transaction that has a statement with this part. */
    public static StatementProxy.Step commit(String part, boolean answered) {
        return new StatementProxy.Step(part, COMMIT, answered);
    }

    /** Kills the program at a step of a request, whose answer never comes, and starts it again. */
    public void killedAt(StatementProxy.Step step, ThrowingCallable request) throws IOException, InterruptedException {
        CountDownLatch killed = killAt(step);
        assertThatThrownBy(request).as("%s", step).isInstanceOf(IOException.class);
        startAgain(step, killed);
    }

    /** As {@link #killedAt}, of what the program does by itself some time after the request. */
    public void killedLaterAt(StatementProxy.Step step, ThrowingCallable request) throws Throwable {
        CountDownLatch killed = killAt(step);
        request.call();
        startAgain(step, killed);
    }

    private CountDownLatch killAt(StatementProxy.Step step) {
        CountDownLatch killed = new CountDownLatch(1);
        proxy.at(step, () -> {
            kill();
            killed.countDown();
        });
        return killed;
    }

    private void kill() {
        try {
            api.kill();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void startAgain(StatementProxy.Step step, CountDownLatch killed) throws IOException, InterruptedException {
        assertThat(killed.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("was reached: %s", step)
                .isTrue();
        api.startAgain();
    }

    @Override
    public void close() throws InterruptedException {
        api.close();
        try {
            proxy.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
