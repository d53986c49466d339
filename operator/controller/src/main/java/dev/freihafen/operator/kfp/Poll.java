package dev.freihafen.operator.kfp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a run is asked for again: the longer nothing has changed, the later, from 5 seconds to 60. Its pods wake it besides. */
final class Poll {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int PART = 10;

    private Poll() {}

    static Instant next(Optional<Instant> lastChange, Instant now) {
        Duration quiet = lastChange
                .map(change -> Duration.between(change, now).dividedBy(PART))
                .orElse(SHORTEST);
        Duration wait = quiet.compareTo(SHORTEST) < 0 ? SHORTEST : quiet.compareTo(LONGEST) > 0 ? LONGEST : quiet;
        return now.plus(wait);
    }
}
