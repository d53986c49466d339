package dev.freihafen.cost.quote;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a step takes at a time, in whole seconds: the shortest, the median and the longest of its history; without
 * a history nothing, the run's deadline and that again, as it may end at once and cannot last longer.
 *
 * @param attempt seconds of one attempt; null where neither a history nor a deadline says it
 * @param deadline seconds after which the run is ended, with all attempts; null for never
 * @param samples length of the history
 */
public record StepTime(@Nullable Range attempt, @Nullable Fraction deadline, int samples) {

    /**
     * @param history how long the step took in earlier runs of this pipeline that succeeded, in any order
     * @param runDeadline longest time of the whole run, null for none
     * @throws IllegalArgumentException if a duration is negative
     */
    public static StepTime of(List<Duration> history, @Nullable Duration runDeadline) {
        Fraction deadline = runDeadline == null ? null : seconds(runDeadline);
        if (history.isEmpty()) {
            Range untold = deadline == null ? null : new Range(Fraction.ZERO, deadline, deadline);
            return new StepTime(untold, deadline, 0);
        }
        List<Fraction> sorted = history.stream().map(StepTime::seconds).sorted().toList();
        Range seen = new Range(
                upTo(deadline, sorted.getFirst()),
                upTo(deadline, Percentiles.median(sorted)),
                upTo(deadline, sorted.getLast()));
        return new StepTime(seen, deadline, history.size());
    }

    /** Seconds with all attempts, the highest with every retry used; never beyond the run's deadline. */
    Optional<Range> withRetries(int retries) {
        if (attempt == null) {
            return Optional.empty();
        }
        Fraction most = attempt.high().times(BigInteger.valueOf(retries + 1L));
        return Optional.of(new Range(attempt.low(), attempt.expected(), upTo(deadline, most)));
    }

    private static Fraction upTo(@Nullable Fraction limit, Fraction value) {
        return limit != null && limit.compareTo(value) < 0 ? limit : value;
    }

    private static Fraction seconds(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(duration + " is negative; a step takes no negative time");
        }
        return Fraction.of(BigInteger.valueOf(duration.toSeconds()));
    }
}
