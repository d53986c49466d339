package dev.freihafen.platform.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread or in another process. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLISECONDS = 100;

    private Eventually() {}

    /** Returns once it holds; fails when it does not within 60 s. */
    public static void eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not so after " + PATIENCE.toSeconds() + " s");
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
