package dev.freihafen.kfp;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each line of the whole recording ({@code all.txt}: its name, how often) is either among those that are replayed or named in
 * {@code left-out.txt} (its name, how often, why).
 */
class RecordedCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WHOLE_RECORDING = 261;

    @Test
    void eachRecordedLineIsReplayedOrLeftOutForAReason() {
        Map<String, Long> accounted = new TreeMap<>(
                lines("cases.jsonl").stream().map(RecordedCasesTest::name).collect(groupingBy(identity(), counting())));
        lines("left-out.txt").forEach(line -> {
            String[] parts = line.split(" ", 3);
            assertThat(parts).as(line).hasSize(3);
            assertThat(parts[2]).as("why %s is left out", parts[0]).hasSizeGreaterThan(10);
            accounted.merge(parts[0], Long.valueOf(parts[1]), Long::sum);
        });
        Map<String, Long> all = new TreeMap<>();
        lines("all.txt").forEach(line -> all.put(line.split(" ", 2)[0], Long.valueOf(line.split(" ", 2)[1])));
        assertThat(all.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(WHOLE_RECORDING);
        assertThat(accounted).isEqualTo(all);
    }

    /** What the adapter asks for, and so what must be replayed: health, experiments, runs one by one. */
    @Test
    void nothingThatTheAdapterAsksForIsLeftOut() {
        assertThat(lines("left-out.txt"))
                .noneMatch(line -> line.startsWith("healthz")
                        || line.startsWith("run.create.parallel")
                        || line.startsWith("run.terminate")
                        || line.startsWith("run.retry")
                        || line.startsWith("run.delete")
                        || line.startsWith("e2e.") && !line.startsWith("e2e.one.log"));
    }

    private static String name(String line) {
        try {
            return JSON.readTree(line).get("case").asText();
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> lines(String file) {
        String resource = "/recorded/" + file;
        try (var in = Objects.requireNonNull(RecordedCasesTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
