package dev.freihafen.operator.kfp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests from a server that does not answer: after {@value #TOLERATED} silences in a row it lets one request through now
 * and then, ever more rarely, until one is answered. One for a server, safe for many threads.
 */
final class Breaker {
    private static final int TOLERATED = 3;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private int silences;
    private Duration pause = FIRST;
    private @Nullable Instant until;
    private String cause = "";

    /** Asks for a request to be let through; where it is not, until when. The one that tries for all keeps the others back. */
    synchronized Optional<Instant> tryToPass(Instant now) {
        Instant end = until;
        if (end == null) {
            return Optional.empty();
        }
        if (now.isBefore(end)) {
            return Optional.of(end);
        }
        until = now.plus(pause);
        return Optional.empty();
    }

    /** Until when no request is to be sent; empty when one may be. Lets none through. */
    synchronized Optional<Instant> keepsBackUntil(Instant now) {
        return Optional.ofNullable(until).filter(now::isBefore);
    }

    /** Why it keeps requests back. */
    synchronized String cause() {
        return cause;
    }

    /** Somebody answered, whatever the answer was. */
    synchronized void answered() {
        silences = 0;
        pause = FIRST;
        until = null;
        cause = "";
    }

    /** Nobody answered, or somebody said when to come back. */
    synchronized void silent(Answer.Silence silence, Instant now) {
        silences++;
        cause = silence.cause();
        if (silences < TOLERATED && silence.retryAfter().isZero()) {
            return;
        }
        Duration wait = silence.retryAfter().compareTo(pause) > 0 ? silence.retryAfter() : pause;
        until = now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
}
