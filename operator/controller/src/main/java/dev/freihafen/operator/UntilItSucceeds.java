package dev.freihafen.operator;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;

/**
 * Tries a reconciliation that failed again until it succeeds: after 200 ms at first, then ever more slowly, and every 30 s at
 * last. The framework's own retry gives up after five tries, which leaves an object standing after a short outage.
 */
public final class UntilItSucceeds implements Retry {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final double GROWTH = 1.5;

    @Override
    public RetryExecution initExecution() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(FIRST)
                .setIntervalMultiplier(GROWTH)
                .setMaxInterval(LONGEST.toMillis())
                .initExecution();
    }
}
