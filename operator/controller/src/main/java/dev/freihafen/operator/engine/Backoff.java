package dev.freihafen.operator.engine;

import dev.freihafen.ir.TaskSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between the attempts of a step: {@code backoffDuration x backoffFactor^(n-1)}, at most {@code backoffMaxDuration}.
 * Source: RetryPolicy of {@code pipeline_spec.proto}; its defaults are 0 s, factor 2, at most 3,600 s.
 */
final class Backoff {
    private static final Duration LONGEST = Duration.ofHours(1);

    private Backoff() {}

    /** How often a failed step is tried again, 0 when it is not. */
    static int retries(TaskSpec.@Nullable RetryPolicy policy) {
        return policy == null || policy.maxRetryCount() == null ? 0 : Math.max(0, policy.maxRetryCount());
    }

    /** The pause after the given attempt, from 1, has failed. */
    static Duration after(TaskSpec.@Nullable RetryPolicy policy, int attempt) {
        Duration pause = policy == null ? Duration.ZERO : duration(policy.backoffDuration(), Duration.ZERO);
        Duration longest = policy == null ? LONGEST : duration(policy.backoffMaxDuration(), LONGEST);
        double factor = policy == null || policy.backoffFactor() == null ? 2 : policy.backoffFactor();
        double millis = pause.toMillis() * Math.pow(factor, attempt - 1.0);
        return millis >= longest.toMillis() ? longest : Duration.ofMillis(Math.round(millis));
    }

    private static Duration duration(@Nullable String text, Duration otherwise) {
        return text == null || !text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?s")
                ? otherwise
                : Duration.ofMillis(Math.round(Double.parseDouble(text.substring(0, text.length() - 1)) * 1000));
    }
}
