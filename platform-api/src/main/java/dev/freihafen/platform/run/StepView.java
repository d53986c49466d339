package dev.freihafen.platform.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.StepStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a step as REST shows it.
 *
 * @param outputs what it has put out; absent before its end and where it put out nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepView(
        String step,
        int attempt,
        StepStatus.State state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable JsonNode parameters,
        @Nullable JsonNode artifacts,
        @Nullable StepOutputs outputs) {
    static StepView of(Step step, @Nullable StepOutputs outputs) {
        return new StepView(
                step.step(),
                step.attempt(),
                step.state(),
                step.reason(),
                step.message(),
                step.startedAt(),
                step.finishedAt(),
                step.parameters(),
                step.artifacts(),
                outputs);
    }
}
