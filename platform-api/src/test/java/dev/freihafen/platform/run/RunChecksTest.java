package dev.freihafen.platform.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.platform.problem.FieldError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunChecksTest {
    private static RunRequest request(
            @Nullable String pipeline, @Nullable String version, @Nullable String ir, @Nullable String deadline) {
        return new RunRequest(pipeline, version, ir, null, null, null, deadline);
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
