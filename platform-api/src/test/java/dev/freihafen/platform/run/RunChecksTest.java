package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.problem.FieldError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunChecksTest {
    private static RunRequest request(
            @Nullable String pipeline, @Nullable String version, @Nullable String ir, @Nullable String deadline) {
        return new RunRequest(pipeline, version, ir, null, null, null, deadline, null, null, null);
    }

    private static List<String> faults(
            @Nullable Map<String, @Nullable String> labels, @Nullable Integer priority, @Nullable MaxCost maxCost) {
        return RunChecks.errors(new RunRequest(null, null, "ir", null, null, null, null, labels, priority, maxCost))
                .stream()
                .map(FieldError::path)
                .toList();
    }

    @Test
    void labelsAreShortWordsAboutTheRun() {
        assertThat(faults(Map.of("project", "atlas", "dev.example/team_1", "two words"), 0, null))
                .isEmpty();
        assertThat(faults(Map.of("-project", "atlas"), null, null)).containsExactly("labels");
        assertThat(faults(Map.of("project", "a\nb"), null, null)).containsExactly("labels.project");
        assertThat(faults(Map.of("project", "a".repeat(256)), null, null)).containsExactly("labels.project");
        Map<String, String> many = new HashMap<>();
        for (int number = 0; number < 33; number++) {
            many.put("label" + number, "");
        }
        assertThat(faults(Map.copyOf(many), null, null)).containsExactly("labels");
    }

    @ParameterizedTest
    @ValueSource(ints = {-101, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void prioritiesHaveTwoHundredAndOneSteps(int priority) {
        assertThat(faults(null, priority, null)).containsExactly("priority");
        assertThat(faults(null, -100, null)).isEmpty();
        assertThat(faults(null, 100, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "-1", "1e3", "1.00001", "", " 1", "NaN", "1,5"})
    void anAmountIsAPlainDecimalAboveZero(String amount) {
        assertThat(faults(null, null, new MaxCost(amount, "EUR"))).containsExactly("maxCost.amount");
        assertThat(faults(null, null, new MaxCost("0.0001", "EUR"))).isEmpty();
        assertThat(faults(null, null, new MaxCost("12.50", "euro"))).containsExactly("maxCost.currency");
    }

    @Test
    void eitherAVersionOrAPipelineIsNeeded() {
        assertThat(RunChecks.errors(request(null, null, null, null)))
                .extracting(FieldError::path)
                .containsExactly("ir");
        assertThat(RunChecks.errors(request("p", null, null, null)))
                .extracting(FieldError::path)
                .containsExactly("version");
        assertThat(RunChecks.errors(request(null, "1", null, null)))
                .extracting(FieldError::path)
                .containsExactly("pipeline");
        assertThat(RunChecks.errors(request("p", "1", "ir", null)))
                .extracting(FieldError::path)
                .containsExactly("ir");
        assertThat(RunChecks.errors(request("p", "1", null, null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"90m", "2h", "1h30m", "45s", "1h1m1s"})
    void durationsAreDeadlines(String deadline) {
        assertThat(RunChecks.errors(request(null, null, "ir", deadline))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "m", "PT10M", "-5m", "30m1h", "1h "})
    void anythingElseIsNoDeadline(String deadline) {
        assertThat(RunChecks.errors(request(null, null, "ir", deadline)))
                .extracting(FieldError::path)
                .containsExactly("deadline");
    }
}
