package dev.freihafen.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what the platform does by and by. */
final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private Eventually() {}

    /** Looks until there is something; fails with the last state that was told. */
    static <T> T get(String what, Duration limit, Supplier<Optional<T>> look, Supplier<String> lastState) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(
                        what + " did not come within " + limit.toSeconds() + " s; last seen: " + lastState.get());
            }
            pause(PAUSE);
        }
    }

    static void holds(String what, Duration limit, Supplier<Boolean> look, Supplier<String> lastState) {
        get(what, limit, () -> look.get() ? Optional.of(true) : Optional.empty(), lastState);
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", stopped);
        }
    }
}
