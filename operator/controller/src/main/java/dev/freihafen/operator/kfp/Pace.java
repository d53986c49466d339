package dev.freihafen.operator.kfp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** At most {@value #EACH_SECOND} runs a second are handed over: that is what the server's own limit lets through. */
final class Pace {
    static final int EACH_SECOND = 5;
    private static final Duration STEP = Duration.ofSeconds(1).dividedBy(EACH_SECOND);

    /** When the next one could be handed over had none been held in reserve. */
    private Instant next = Instant.EPOCH;

    /** Takes a turn now; otherwise says when the next one is, and takes none. */
    synchronized Optional<Instant> take(Instant now) {
        Instant earliest = now.minus(STEP.multipliedBy(EACH_SECOND - 1L));
        Instant turn = next.isBefore(earliest) ? earliest : next;
        if (turn.isAfter(now)) {
            return Optional.of(turn);
        }
        next = turn.plus(STEP);
        return Optional.empty();
    }
}
