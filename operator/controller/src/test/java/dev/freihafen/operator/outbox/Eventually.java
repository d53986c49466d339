package dev.freihafen.operator.outbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that happens on another thread. */
public final class Eventually {
    private Eventually() {}

    /** Returns once it holds; fails with the sentence after 20 s. */
    public static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("not seen within 20 s: " + what);
            }
            Thread.sleep(20);
        }
    }
}
