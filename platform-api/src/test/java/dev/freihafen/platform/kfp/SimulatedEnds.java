package dev.freihafen.platform.kfp;

import static dev.freihafen.platform.usage.FeedFixtures.batch;
import static dev.freihafen.platform.usage.FeedFixtures.runEvent;
import static dev.freihafen.platform.usage.FeedFixtures.stepEvent;

import dev.freihafen.platform.run.JsonObject;
import dev.freihafen.platform.testing.TestPlatform;
import io.restassured.RestAssured;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells, as an operator would, what becomes of runs while no cluster runs them: those of {@code sdk-slow} go on until they
 * are canceled, those of {@code sdk-failing} fail, all others succeed.
 */
public final class SimulatedEnds implements AutoCloseable {
    private static final long PER_ATTEMPT = 1_000_000;
    private static final int PAUSE_MILLISECONDS = 200;

    private final Jdbi jdbi;
    private final Instant since = Instant.now();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("simulated-ends").unstarted(this::work);
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Begins with runs that are submitted from now on. */
    public SimulatedEnds(Jdbi jdbi) {
        this.jdbi = jdbi;
        thread.start();
    }

    private record Going(String id, String pipeline, String state, boolean canceled, long attempt) {}

    private void work() {
        while (!closed) {
            List<Going> going = jdbi.withHandle(handle -> handle.createQuery("""
                            select cast(id as text) as id, pipeline, state, cancel_requested, attempt from runs
                            where finished_at is null and created_at >= :since
                            """)
                    .bind("since", since.atOffset(ZoneOffset.UTC))
                    .map((row, context) -> new Going(
                            row.getString("id"),
                            row.getString("pipeline"),
                            row.getString("state"),
                            row.getBoolean("cancel_requested"),
                            row.getLong("attempt")))
                    .list());
            List<JsonObject> rows = new ArrayList<>();
            going.forEach(run -> tell(run, rows));
            if (!rows.isEmpty()) {
                String answer = RestAssured.given()
                        .auth()
                        .oauth2(TestPlatform.issuer().operatorToken("local"))
                        .contentType("application/json")
                        .body(batch(rows).encode())
                        .post("/api/v1/usage")
                        .asString();
                if (!answer.contains("\"rejected\":[]")) {
                    refusals.add(answer);
                }
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static void tell(Going run, List<JsonObject> rows) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        long first = run.attempt() * PER_ATTEMPT;
        if (run.canceled()) {
            rows.add(runEvent(run.id(), "Canceled", first + 9).put("finishedAt", now));
            return;
        }
        if (!run.state().equals("Running")) {
            rows.add(runEvent(run.id(), "Running", first + 1).put("startedAt", now));
        }
        if (run.pipeline().equals("sdk-slow")) {
            return;
        }
        if (run.pipeline().equals("sdk-failing")) {
            rows.add(runEvent(run.id(), "Failed", first + 9)
                    .put("startedAt", now)
                    .put("finishedAt", now)
                    .put("reason", "StepFailed"));
            return;
        }
        for (String step : List.of("say", "say-2")) {
            rows.add(stepEvent(run.id(), step, "Succeeded", first + 2)
                    .put("startedAt", now)
                    .put("finishedAt", now));
        }
        rows.add(
                runEvent(run.id(), "Succeeded", first + 9).put("startedAt", now).put("finishedAt", now));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }

    /** Answers of the API that refused a row. */
    public List<String> refusals() {
        return refusals;
    }
}
