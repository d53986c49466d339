package dev.freihafen.operator;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that happens on another thread or in another process. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLISECONDS = 30;

    private Eventually() {}

    /** Returns once it holds; fails with the sentence after 60 s. */
    public static void eventually(String what, BooleanSupplier holds) {
        eventually(what, PATIENCE, holds);
    }

    /** Returns once it holds; fails with the sentence when that takes longer. */
    public static void eventually(String what, Duration patience, BooleanSupplier holds) {
        eventually(what, patience, holds::getAsBoolean, done -> done);
    }

    /** The value once it is as wanted; fails with the last one seen after 60 s. */
    public static <T> T eventually(Supplier<T> value, Predicate<T> wanted) {
        return eventually("a value as wanted", PATIENCE, value, wanted);
    }

    private static <T> T eventually(String what, Duration patience, Supplier<T> value, Predicate<T> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        T last = value.get();
        while (!wanted.test(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + patience.toSeconds() + " s in vain for " + what + "; the last was " + last);
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException("interrupted while waiting for " + what, stopped);
            }
            last = value.get();
        }
        return last;
    }
}
