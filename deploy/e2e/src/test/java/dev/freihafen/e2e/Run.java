package dev.freihafen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A run of a team. */
record Run(Crew crew, String id) {
    private static final Set<String> ENDS = Set.of("Succeeded", "Failed", "Canceled", "Lost");
    private static final Duration LONGEST = Duration.ofSeconds(600);

    String path() {
        return crew.path("/runs/" + id);
    }

    JsonNode now() {
        return crew.caller().get(path()).expect(200).json();
    }

    /** The run once it has ended. */
    JsonNode end() {
        AtomicReference<String> last = new AtomicReference<>("");
        return Eventually.get(
                "the end of run " + id,
                LONGEST,
                () -> {
                    JsonNode now = now();
                    last.set(now.toString());
                    return ENDS.contains(now.path("state").asText()) ? Optional.of(now) : Optional.empty();
                },
                () -> last.get() + " " + steps());
    }

    Run succeeds() {
        JsonNode end = end();
        assertThat(end.path("state").asText()).as("%s %s", end, steps()).isEqualTo("Succeeded");
        return this;
    }

    /** Its steps, one for each attempt. */
    List<JsonNode> steps() {
        return crew.caller().get(path() + "/steps").expect(200).items();
    }

    /** The attempts of the one step whose path is this or ends in {@code /} and this, in order. */
    List<JsonNode> attempts(String step) {
        List<JsonNode> found = steps().stream()
                .filter(one -> ("/" + one.path("step").asText()).endsWith("/" + step))
                .sorted(java.util.Comparator.comparingInt(
                        one -> one.path("attempt").asInt()))
                .toList();
        assertThat(found).as("steps %s of %s", step, steps()).isNotEmpty();
        return found;
    }

    /** The last attempt of a step. */
    JsonNode step(String step) {
        return attempts(step).getLast();
    }

    Answer log(String step) {
        String path = step(step).path("step").asText().replace("/", "~");
        return crew.caller().get(path() + "/steps/" + path + "/logs");
    }

    /** Pods of the run that are there. */
    List<Pod> pods() {
        return crew.platform()
                .cluster()
                .pods()
                .inNamespace(crew.namespace())
                .withLabel("freihafen.dev/run", id)
                .list()
                .getItems();
    }

    Run awaitNoPods() {
        Eventually.holds(
                "the end of the last pod of run " + id,
                Duration.ofSeconds(90),
                () -> pods().isEmpty(),
                () -> pods().stream()
                        .map(pod -> pod.getMetadata().getName() + " "
                                + pod.getStatus().getPhase())
                        .toList()
                        .toString());
        return this;
    }

    Run cancel() {
        crew.caller().post(path() + ":cancel", "").expect(200, 202);
        return this;
    }
}
