package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs that are submitted at the same time. */
@EndToEnd
class ManyRunsE2E {
    private static final String PIPELINE = "engine/artifacts.yaml";
    private final Crew crew;

    ManyRunsE2E(Platform platform) {
        crew = platform.crew("many", "fraud-editors");
    }

    @Test
    void tenRunsAtTheSameTimeAllSucceed() {
        List<Callable<Run>> submissions = IntStream.rangeClosed(1, 10)
                .<Callable<Run>>mapToObj(lines -> () -> crew.submit(PIPELINE, Map.of("lines", lines)))
                .toList();
        List<Run> runs = atOnce(submissions);
        assertThat(runs).extracting(Run::id).doesNotHaveDuplicates();
        for (int lines = 1; lines <= 10; lines++) {
            Run run = runs.get(lines - 1).succeeds();
            assertThat(run.step("count").path("parameters").path("words").asInt())
                    .as("words of the run with %d lines", lines)
                    .isEqualTo(2 * lines);
        }
    }

    @Test
    void twoSubmissionsUnderOneKeyMakeOneRun() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> request = sleeper("once " + key);
        List<Answer> answers = atOnce(List.of(() -> submit(request, key), () -> submit(request, key)));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 200);
        assertThat(answers.getFirst().field("id"))
                .isNotEmpty()
                .isEqualTo(answers.getLast().field("id"));
        Answer later = submit(request, key).expect(200);
        assertThat(later.field("id")).isEqualTo(answers.getFirst().field("id"));
        assertThat(runsNamed("once " + key)).hasSize(1);
    }

    @Test
    void aKeyIsNotTakenForAnotherRequest() {
        String key = UUID.randomUUID().toString();
        submit(sleeper("first " + key), key).expect(201);
        Answer other = submit(sleeper("second " + key), key).expect(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(other.field("detail")).contains("new key");
        assertThat(runsNamed("second " + key)).isEmpty();
    }

    private Answer submit(Map<String, Object> request, String key) {
        return crew.caller().post(crew.path("/runs"), request, key);
    }

    private Map<String, Object> sleeper(String name) {
        return crew.request("engine/sleeper.yaml", Map.of("name", name, "parameters", Map.of("seconds", 1)));
    }

    private List<JsonNode> runsNamed(String name) {
        return crew.caller().get(crew.path("/runs?pageSize=200")).expect(200).items().stream()
                .filter(run -> run.path("name").asText().equals(name))
                .toList();
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            return threads.invokeAll(calls).stream().map(ManyRunsE2E::value).toList();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while submitting", stopped);
        }
    }

    private static <T> T value(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while submitting", stopped);
        }
    }
}
