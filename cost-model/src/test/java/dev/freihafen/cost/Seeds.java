package dev.freihafen.cost;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs a law against random data; a failure names the seed with which it can be repeated. */
public final class Seeds {

    private static final int RUNS = 300;
    private static final long FIRST = 20_260_901;

    private Seeds() {}

    public static void each(Consumer<SplittableRandom> law) {
        for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
            try {
                law.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "the law does not hold with seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
    }
}
